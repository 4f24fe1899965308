// SPDX-License-Identifier: MIT
#pragma once

// Jobs of other implementations, and objects that throw where none may.

#include "catch.hpp"
#include "com/hand_made.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/download_job.hpp>

#include <memory>
#include <optional>
#include <stdexcept>

namespace doubles
{

// A job without any function.
template <class Base>
class unable_job : public Base
{
public:
    wua::HRESULT WUA_STDCALL get_AsyncState(wua::VARIANT*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_IsCompleted(wua::VARIANT_BOOL*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_Updates(wua::IUpdateCollection**) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL CleanUp() noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL GetProgress(wua::IDownloadProgress**) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL RequestAbort() noexcept override
    {
        return wua::e_notimpl;
    }

protected:
    ~unable_job() = default;
};

class strange_job final : public unable_job<wua::implements<strange_job, wua::IDownloadJob>>
{};

// What a job of a DLL with another copy of this library looks like: it answers the IID, but what is behind the pointer
// must not be used.
class job_of_another_copy final
    : public unable_job<wua::implements<job_of_another_copy, wua::IDownloadJob, wua::IDownloadJobSource>>
{
public:
    bool WUA_STDCALL IsOf(const void* module) noexcept override
    {
        static const char other_mark = 0;
        return module == &other_mark;
    }
    const wua::detail::shared_handle<wua::detail::running_job>& running() noexcept override
    {
        touched();
    }
    wua::com_ptr<wua::IDownloadResult> end(const std::shared_ptr<const void>&) override
    {
        touched();
    }

private:
    [[noreturn]] static void touched() noexcept
    {
        std::terminate();
    }
};

// Throws when it is queried for an interface. Lives on a test's stack; the test checks its references.
template <class Interface>
class unaskable : public hand_made<Interface>
{
public:
    wua::HRESULT WUA_STDCALL QueryInterface(const wua::IID&, void** object) override
    {
        *object = this; // must not be used
        throw std::runtime_error("a client's own trouble");
    }

protected:
    ~unaskable() = default;
};

class unaskable_object final : public unaskable<wua::IDispatch>
{};

class unaskable_job final : public unable_job<unaskable<wua::IDownloadJob>>
{};

} // namespace doubles
