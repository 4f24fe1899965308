// SPDX-License-Identifier: MIT
#pragma once

// Threads with COM, as clients have them.

#include <wua/com/abi.hpp>

#include <exception>
#include <thread>
#include <utility>

// Runs f on a thread of its own inside an apartment of this kind: COINIT_APARTMENTTHREADED or COINIT_MULTITHREADED.
// What f throws is thrown here. Catch2's assertions belong to one thread: f returns what is to be checked.
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
