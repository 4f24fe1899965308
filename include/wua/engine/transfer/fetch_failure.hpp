// SPDX-License-Identifier: MIT
#pragma once

// Why an attempt to fetch a file failed, and what to do about it.

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
    retry,        // may work next time, from any mirror
    other_mirror, // this URL is no use, another one may be
    give_up,      // no URL will work
    wait,         // the system lacks a resource for the moment: no URL is at fault
};

struct fetch_failure
{
    outcome result;
    detail::remedy remedy = detail::remedy::retry;

    // What has been stored so far can be continued.
    bool keeps_bytes = true;

    // The server has other content than requested: tried once more, since it may be changing right now.
    bool is_wrong_content = false;

    // The reason may be that a range was requested, which will not be repeated: the whole content is requested even
    // after the last try.
    bool is_refused_part = false;

    // How long the server does not want to be asked again.
    std::optional<std::chrono::nanoseconds> retry_after{};
};

// What an error code of an underlying layer means.
struct error_rule
{
    int code;
    HRESULT hresult;
    detail::remedy remedy;
};

error_rule find_rule(array_view<error_rule> rules, const error_rule& otherwise) noexcept;

// Leaves out the sentence if there is no memory for it.
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
