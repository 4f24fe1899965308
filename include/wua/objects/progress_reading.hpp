// SPDX-License-Identifier: MIT
#pragma once

// Reads the progress and the results of any implementation, including the system's own agent, as values.

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

// A getter's value; throws its failure.
template <class T, class Object, class Interface>
T read_property(Object& object, HRESULT (WUA_STDCALL Interface::*getter)(T*))
{
    T value{};
    throw_if_failed((object.*getter)(&value));
    return value;
}

// An unknown total becomes 0.
std::uint64_t total_bytes(const DECIMAL& value, bool is_known) noexcept;

std::int8_t recorded_percent(LONG value) noexcept;

} // namespace detail

/// The result of one update, with `detail` if the object has IUpdateDownloadResultDetails. Throws hresult_error: a
/// getter's failure.
outcome read_outcome(IUpdateDownloadResult& any);

/// The numbers of an object as it reports them, which need not keep the contract: percentages may go back or reach 100
/// too early; those below 0 are read as 0, those above 127 as 127. A total of 0, or one that is not a byte count, is
/// unknown. Also reads IDownloadProgressDetails if the object offers it; otherwise the speed is 0. The number of
/// updates, their results and the state of the job keep their defaults. Throws hresult_error: a getter's failure.
progress_values read_progress(IDownloadProgress& any);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/progress_reading.ipp>
#endif
