// SPDX-License-Identifier: MIT
// What the same question costs a program that uses libaria2.

#include "race.hpp"

#include <aria2/aria2.h>

#include <string>
#include <vector>

namespace
{

using namespace bench;

std::vector<row> measure(effort)
{
    aria2::libraryInit();
    aria2::SessionConfig config;
    config.keepRunning = true;
    aria2::Session* const session = aria2::sessionNew({{"pause", "true"}}, config); // nothing is fetched
    aria2::A2Gid id = 0;
    aria2::addUri(session, &id, {"http://127.0.0.1:9/update.cab"}, {{"pause", "true"}});
    aria2::run(session, aria2::RUN_ONCE);
    const auto ask = [&] {
        aria2::DownloadHandle* const handle = aria2::getDownloadHandle(session, id);
        auto status = handle->getStatus();
        auto size = handle->getTotalLength();
        auto got = handle->getCompletedLength();
        auto speed = handle->getDownloadSpeed();
        keep(status);
        keep(size);
        keep(got);
        keep(speed);
        aria2::deleteDownloadHandle(handle);
    };
    std::vector<row> rows =
        run({race_of_peer("peer_aria2_handle_and_4_getters", [&] { return time_per_call(10'000, ask); })}, 101);
    aria2::sessionFinal(session);
    aria2::libraryDeinit();
    return rows;
}

const suite aria2_library("peer: aria2", &measure);

} // namespace
