// SPDX-License-Identifier: MIT
#pragma once

// The progress and the results of any implementation, the system's own agent too, as values.

#include <wua/com/hresult.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_progress.hpp>
#include <wua/wuapi/download_result.hpp>

#include <cstdint>

namespace wua
{
namespace detail
{

// What a getter answers; throws what it fails with.
template <class T, class Object, class Interface>
T told(Object& object, HRESULT (WUA_STDCALL Interface::*getter)(T*))
{
    T value{};
    throw_if_failed((object.*getter)(&value));
    return value;
}

// A total that is not told is told as 0.
std::uint64_t total_bytes(const DECIMAL& told, bool is_known) noexcept;

std::int8_t recorded_percent(LONG told) noexcept;

} // namespace detail

/// The result of one update. `detail` where the object has IUpdateDownloadResultDetails. Throws hresult_error: what a
/// getter fails with.
outcome read_outcome(IUpdateDownloadResult& any);

/// The numbers of an instant as the object tells them, which no contract binds: percentages may go back or stand at 100
/// too early; below 0 they are told as 0, above 127 as 127. A total of 0 is one that is not known, and so is one that
/// is no number of bytes. What IDownloadProgressDetails has is taken from there if the object offers it; else the speed
/// is 0. The number of updates, what they have come to and the state of the job are left at nothing. Throws
/// hresult_error: what a getter fails with.
progress_values read_progress(IDownloadProgress& any);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/progress_reading.ipp>
#endif
