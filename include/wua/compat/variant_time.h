// SPDX-License-Identifier: MIT
#pragma once

// The names by which a client of Windows Update Agent takes a DATE apart, in the global namespace. Off Windows only.

#include <wua/com/abi.hpp>

#include <chrono>

struct SYSTEMTIME
{
    wua::WORD wYear;
    wua::WORD wMonth;
    wua::WORD wDayOfWeek; // 0: Sunday
    wua::WORD wDay;
    wua::WORD wHour;
    wua::WORD wMinute;
    wua::WORD wSecond;
    wua::WORD wMilliseconds;
};

using LPSYSTEMTIME = SYSTEMTIME*;

namespace wua::detail
{

inline constexpr std::chrono::sys_days first_date = std::chrono::year(1899) / 12 / 30;

inline constexpr int seconds_of_day = 86'400;

} // namespace wua::detail

/// To the nearest second. 0, and nothing is written, for what is no date of the years 100 to 9999.
inline wua::INT VariantTimeToSystemTime(wua::DOUBLE time, LPSYSTEMTIME parts) noexcept
{
    using namespace std::chrono;
    if (parts == nullptr || !(time > -657'435.0 && time < 2'958'466.0))
    {
        return 0;
    }
    // Before the first date, too, the fraction counts from the midnight before.
    const int whole = static_cast<int>(time);
    const double fraction = time < 0 ? whole - time : time - whole;
    int rest = static_cast<int>(fraction * wua::detail::seconds_of_day + 0.5);
    sys_days day = wua::detail::first_date + days(whole);
    if (rest == wua::detail::seconds_of_day)
    {
        day += days(1);
        rest = 0;
    }
    const year_month_day date(day);
    if (date.year() > year(9999))
    {
        return 0;
    }
    const auto unit = [](auto value) { return static_cast<wua::WORD>(value); };
    *parts = {unit(static_cast<int>(date.year())),
              unit(static_cast<unsigned>(date.month())),
              unit(weekday(day).c_encoding()),
              unit(static_cast<unsigned>(date.day())),
              unit(rest / 3600),
              unit(rest / 60 % 60),
              unit(rest % 60),
              0};
    return 1;
}

/// Without the milliseconds. 0, and nothing is written, for what is no date of the years 100 to 9999.
inline wua::INT SystemTimeToVariantTime(LPSYSTEMTIME parts, wua::DOUBLE* time) noexcept
{
    using namespace std::chrono;
    if (parts == nullptr || time == nullptr)
    {
        return 0;
    }
    const year_month_day date = year(parts->wYear) / month(parts->wMonth) / day(parts->wDay);
    const bool is_time = parts->wHour < 24 && parts->wMinute < 60 && parts->wSecond < 60;
    if (!date.ok() || !is_time || parts->wYear < 100 || parts->wYear > 9999)
    {
        return 0;
    }
    const double whole = static_cast<double>((sys_days(date) - wua::detail::first_date).count());
    const double rest =
        static_cast<double>(parts->wHour * 3600 + parts->wMinute * 60 + parts->wSecond) / wua::detail::seconds_of_day;
    *time = whole < 0 ? whole - rest : whole + rest;
    return 1;
}
