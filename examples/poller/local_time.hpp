// SPDX-License-Identifier: MIT
#pragma once

// The time of day.

#include <ctime>

namespace poller
{

// Minutes since midnight, local time.
inline int minute_of_day()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
#if defined(_WIN32)
    ::localtime_s(&local, &now);
#else
    ::localtime_r(&now, &local);
#endif
    return local.tm_hour * 60 + local.tm_min;
}

} // namespace poller
