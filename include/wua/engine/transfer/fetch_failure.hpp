// SPDX-License-Identifier: MIT
#pragma once

// Why an attempt to fetch a file failed, and what is done about it.

#include <wua/com/array_view.hpp>
#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <string_view>

namespace wua::detail
{

enum class remedy : std::uint8_t
{
    retry,        // it may work the next time, from any mirror
    other_mirror, // this URL will not do, another one may
    give_up,      // no URL will do
    wait,         // the system lacks something for the moment: nothing is wrong with any URL
};

struct fetch_failure
{
    outcome result;
    detail::remedy remedy = detail::remedy::retry;

    // What has been stored so far can be continued.
    bool keeps_bytes = true;

    // The server has other content than was asked for: tried once more, since it may be changing just now.
    bool is_wrong_content = false;

    // It may have been for asking for a part, which will not be done again: the whole is asked for even after the last
    // try.
    bool is_refused_part = false;

    // How long the server does not want to be asked again.
    std::optional<std::chrono::nanoseconds> retry_after{};
};

// What the code of a layer below means.
struct error_rule
{
    int code;
    HRESULT hresult;
    detail::remedy remedy;
};

error_rule find_rule(array_view<error_rule> rules, const error_rule& otherwise) noexcept;

// Without its sentence when there is no memory for that.
inline outcome failed_with(HRESULT code, std::string_view sentence) noexcept
{
    outcome failure = outcome::failed(code);
    try
    {
        failure.detail = sentence;
    }
    catch (const std::bad_alloc&)
    {
        failure.detail.clear();
    }
    return failure;
}

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/fetch_failure.ipp>
#endif
