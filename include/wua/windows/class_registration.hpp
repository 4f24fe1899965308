// SPDX-License-Identifier: MIT
#pragma once

// An agent behind the update agent's class identifiers, for the clients in this process.

#include <utility>
#include <vector>

#include <wua/com/hresult.hpp>
#include <wua/windows/class_factory.hpp>

namespace wua
{
namespace detail
{

// One class object in COM's table.
class registered_class
{
public:
    explicit registered_class(const guid& clsid, IClassFactory& factory)
    {
        throw_if_failed(CoRegisterClassObject(clsid, &factory, CLSCTX_INPROC_SERVER, REGCLS_MULTI_SEPARATE, &m_cookie));
    }

    registered_class(registered_class&& other) noexcept : m_cookie(std::exchange(other.m_cookie, 0)) {}

    registered_class& operator=(registered_class&& other) noexcept
    {
        std::swap(m_cookie, other.m_cookie);
        return *this;
    }

    ~registered_class()
    {
        if (m_cookie != 0)
        {
            CoRevokeClassObject(m_cookie);
        }
    }

private:
    DWORD m_cookie = 0;
};

} // namespace detail

/// As long as this lives, CoCreateInstance with CLSCTX_INPROC_SERVER makes objects of the agent for every class of
/// agent_classes, in the apartment in which it was made: on a thread that called CoInitialize, on that thread; on one
/// that called CoInitializeEx with COINIT_MULTITHREADED, on all such threads. A program with several apartments makes
/// one in each. Objects may be passed to any thread without marshalling, and outlive the registration.
///
/// To be destroyed in the same apartment, before CoUninitialize.
class class_registration
{
public:
    /// Throws hresult_error, with nothing registered: `co_e_notinitialized` on a thread without COM, CO_E_OBJISREG
    /// (0x800401FC) when one of the classes is registered in this apartment already.
    explicit class_registration(const update_agent& agent)
    {
        m_classes.reserve(agent_classes.size());
        for (const guid& clsid : agent_classes)
        {
            m_classes.emplace_back(clsid, *class_object(agent, clsid));
        }
    }

private:
    std::vector<detail::registered_class> m_classes;
};

} // namespace wua
