// SPDX-License-Identifier: MIT
#pragma once

// How a thread comes into an apartment, and waits in one.

#include <wua/com/abi.hpp>
#include <wua/com/hresult.hpp>

#include <objbase.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>
#include <utility>

namespace wua
{
namespace detail
{

inline bool is_in_single_threaded_apartment() noexcept
{
    APTTYPE type{};
    APTTYPEQUALIFIER qualifier{};
    return succeeded(CoGetApartmentType(&type, &qualifier)) && (type == APTTYPE_STA || type == APTTYPE_MAINSTA);
}

} // namespace detail

// Makes a thread that has nothing to do with COM a part of the multithreaded apartment as long as this lives. A thread
// that is in an apartment stays there.
class apartment_visit
{
public:
    apartment_visit() noexcept : m_entered(CoInitializeEx(nullptr, COINIT_MULTITHREADED)) {}
    apartment_visit(const apartment_visit&) = delete;
    apartment_visit& operator=(const apartment_visit&) = delete;

    ~apartment_visit()
    {
        if (succeeded(m_entered))
        {
            CoUninitialize();
        }
    }

private:
    const HRESULT m_entered;
};

// Runs f(), which may take long and does not throw. A single-threaded apartment goes on serving calls meanwhile, and
// then f() runs on another thread.
template <class F>
void serve_apartment_during(F&& f) noexcept
{
    HANDLE is_over = detail::is_in_single_threaded_apartment() ? CreateEventW(nullptr, TRUE, FALSE, nullptr) : nullptr;
    if (is_over == nullptr)
    {
        std::forward<F>(f)();
        return;
    }
    std::thread worker;
    try
    {
        worker = std::thread([&] {
            {
                const apartment_visit visit;
                f();
            } // the end of the visit may call into the apartment
            SetEvent(is_over);
        });
    }
    catch (...)
    {
        f(); // without a thread the apartment has to wait
    }
    if (worker.joinable())
    {
        DWORD which = 0;
        while (failed(CoWaitForMultipleHandles(0, INFINITE, 1, &is_over, &which)) &&
               WaitForSingleObject(is_over, 10) == WAIT_TIMEOUT)
        {} // the client's message filter has cancelled the wait, which it cannot
        worker.join();
    }
    CloseHandle(is_over);
}

// Lets the time pass; a single-threaded apartment goes on serving calls meanwhile.
inline void pause_in_apartment(std::chrono::nanoseconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    HANDLE never = detail::is_in_single_threaded_apartment() ? CreateEventW(nullptr, TRUE, FALSE, nullptr) : nullptr;
    if (never != nullptr)
    {
        constexpr std::int64_t max_milliseconds = 0x7FFFFFFF;
        const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(time).count();
        DWORD which = 0;
        CoWaitForMultipleHandles(
            0, static_cast<DWORD>(std::clamp<std::int64_t>(milliseconds, 0, max_milliseconds)), 1, &never, &which);
        CloseHandle(never);
    }
    std::this_thread::sleep_until(end);
}

} // namespace wua
