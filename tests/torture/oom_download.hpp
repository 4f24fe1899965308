// SPDX-License-Identifier: MIT
#pragma once

// What the tests of downloads without memory share.

#include "torture/oom_allocation.hpp"
#include "torture/oom_point.hpp"
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/job/ledger.hpp>
#include <wua/model/content_digest.hpp>
#include <wua/model/outcome.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace oom
{

inline wua::content_digest sha256_of(std::string_view content)
{
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
    hasher.update(content.data(), content.size());
    return hasher.finish();
}

inline void write_file(const std::filesystem::path& path, const std::string& content)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

inline std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf(); // much faster than iterators in unoptimised builds
    return std::move(text).str();
}

// Checks that the update ended with its real result, or for lack of memory.
inline void check_result(point& at, const wua::outcome& result, wua::OperationResultCode real)
{
    const bool has_no_memory = result.code == wua::orcFailed && result.hresult == wua::e_outofmemory;
    at.expect(has_no_memory ? failed() != 0 : result.code == real, "an update has a result that is not its own");
}

inline void wait_for_end(const wua::detail::ledger& job)
{
    while (!job.is_completed()) // an alarm ends a test that hangs
    {
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
}

} // namespace oom
