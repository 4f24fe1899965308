// SPDX-License-Identifier: MIT
#pragma once

// Apartments: there are none here, and every object may be called on every thread.

#include <wua/com/hresult.hpp>

#include <chrono>
#include <thread>
#include <utility>

namespace wua
{

// Makes a thread a part of COM as long as this lives, which here every thread is.
class apartment_visit
{
public:
    apartment_visit() noexcept {}
    apartment_visit(const apartment_visit&) = delete;
    apartment_visit& operator=(const apartment_visit&) = delete;
};

constexpr bool is_bound_to_apartment(IUnknown&, REFIID) noexcept
{
    return false;
}

class apartment_entry
{
public:
    apartment_entry() = default;

    static apartment_entry of_this_thread() noexcept
    {
        return {};
    }

    explicit operator bool() const noexcept
    {
        return false;
    }

    template <class F>
    HRESULT run(F&& f) const noexcept
    {
        std::forward<F>(f)();
        return s_ok;
    }

    void reset() noexcept {}
};

template <class F>
void serve_apartment_during(F&& f) noexcept
{
    std::forward<F>(f)();
}

inline void pause_in_apartment(std::chrono::nanoseconds time)
{
    std::this_thread::sleep_for(time);
}

} // namespace wua
