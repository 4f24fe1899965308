// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/progress_values.hpp>.

#include <wua/model/progress_values.hpp>

namespace wua::detail
{

inline std::int32_t computed_update_percent(const progress_values& values) noexcept
{
    return update_percent(values.current_credited, values.current_bytes_to_download, values.current_percent_floor);
}

WUA_INLINE std::int32_t percent_of_current_update(const progress_values& values) noexcept
{
    return values.recorded_current_percent >= 0 ? values.recorded_current_percent : computed_update_percent(values);
}

WUA_INLINE std::int32_t percent_of_job(const progress_values& values) noexcept
{
    if (values.recorded_percent >= 0)
    {
        return values.recorded_percent;
    }
    const auto current = static_cast<std::uint64_t>(computed_update_percent(values));
    return job_percent(values.weight_others + values.current_weight * current, values.weight_total,
                       values.state == job_state::completed);
}

} // namespace wua::detail
