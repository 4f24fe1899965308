// SPDX-License-Identifier: MIT
// What the same question costs a program that uses libcurl directly, on the thread that downloads.

#include "race.hpp"

#include <curl/curl.h>

#include <memory>
#include <vector>

namespace
{

using namespace bench;

std::vector<row> measure(effort)
{
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
    const auto ask = [curl = handle.get()] {
        curl_off_t got = 0;
        curl_off_t size = 0;
        long code = 0;
        curl_easy_getinfo(curl, CURLINFO_SIZE_DOWNLOAD_T, &got);
        curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
        keep(code);
    };
    return run({race_of_peer("peer_curl_easy_getinfo_x3", [&] { return time_per_call(20'000, ask); })}, 101);
}

const suite curl("peer: curl", &measure);

} // namespace
