// SPDX-License-Identifier: MIT
#pragma once

// Why an attempt to fetch a file failed, and what is done about it.

#include <wua/model/outcome.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace wua
{

enum class remedy : std::uint8_t
{
    retry,        // it may work the next time, from any mirror
    other_mirror, // this URL will not do, another one may
    give_up,      // no URL will do
};

struct fetch_failure
{
    outcome result;
    wua::remedy remedy = wua::remedy::retry;

    // What has been stored so far is good to be continued.
    bool keeps_bytes = true;

    // The server has something else than what was asked for: tried once more, since it may be changing just now.
    bool is_wrong_content = false;

    // Before which the server does not want to be asked again.
    std::optional<std::chrono::nanoseconds> retry_after{};
};

} // namespace wua
