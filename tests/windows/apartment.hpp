// SPDX-License-Identifier: MIT
#pragma once

// Threads with COM, like those of clients.

#include "com/hand_made.hpp"
#include <wua/com/abi.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

// An object that is bound to the apartment in which it is made, like a script's objects, and that notes which threads
// used it. References are counted on any thread by COM itself.
template <class Interface>
class bound_object : public doubles::hand_made<Interface>
{
public:
    HRESULT WUA_STDCALL QueryInterface(const wua::IID& iid, void** object) noexcept override
    {
        note_call();
        const bool is_known = wua::same(iid, wua::iid_of<::IUnknown>) || wua::same(iid, wua::iid_of<::IDispatch>) ||
                              wua::same(iid, wua::iid_of<Interface>);
        *object = is_known ? static_cast<Interface*>(this) : nullptr;
        if (!is_known)
        {
            return E_NOINTERFACE;
        }
        this->AddRef();
        return S_OK;
    }

    void note_call() noexcept
    {
        if (std::this_thread::get_id() == home)
        {
            ++calls;
        }
        else
        {
            ++stray_calls;
        }
    }

    const std::thread::id home = std::this_thread::get_id();
    std::atomic<int> calls = 0;
    std::atomic<int> stray_calls = 0; // calls by other threads

protected:
    ~bound_object() = default;
};

// Runs f on a thread of its own inside an apartment of this kind: COINIT_APARTMENTTHREADED or COINIT_MULTITHREADED.
// Rethrows here what f throws. Catch2's assertions belong to one thread, so f returns what is to be checked.
template <class F>
auto in_apartment(DWORD kind, F f)
{
    decltype(f()) result{};
    std::exception_ptr failure;
    std::thread([&] {
        const HRESULT entered = CoInitializeEx(nullptr, kind);
        try
        {
            result = f();
        }
        catch (...)
        {
            failure = std::current_exception();
        }
        if (SUCCEEDED(entered))
        {
            CoUninitialize();
        }
    }).join();
    if (failure)
    {
        std::rethrow_exception(failure);
    }
    return result;
}

// Runs f on a thread of its own that does not use COM. As long as any thread is in the multithreaded apartment every
// thread is, so threads that an earlier test has released are given time to leave.
template <class F>
auto without_com(F f)
{
    decltype(f()) result{};
    std::thread([&] {
        APTTYPE type{};
        APTTYPEQUALIFIER qualifier{};
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (SUCCEEDED(CoGetApartmentType(&type, &qualifier)) && std::chrono::steady_clock::now() < deadline)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        result = f();
    }).join();
    return result;
}
