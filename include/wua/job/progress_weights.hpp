// SPDX-License-Identifier: MIT
#pragma once

// How much of a job's progress bar each of its updates takes.

#include <wua/job/update_table.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>

namespace wua::detail
{

// Weights follow sizes. Updates of unknown size share one half of the bar evenly, and keep their share when the size
// becomes known, so that the percentage never goes back. Sets the weight of each record from its size, and returns the
// sum of all weights, which is above 0; 100 times the sum fits 64 bits. The log must not be empty.
std::uint64_t assign_weights(update_table& log) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/progress_weights.ipp>
#endif
