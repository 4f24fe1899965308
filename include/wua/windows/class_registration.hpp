// SPDX-License-Identifier: MIT
#pragma once

// Puts an agent behind the class identifiers of Windows Update Agent, for the clients in this process.

#include <wua/com/hresult.hpp>
#include <wua/windows/class_factory.hpp>

#include <utility>
#include <vector>

namespace wua
{
namespace detail
{

// The registration of one class object with COM.
class registered_class
{
public:
    registered_class(const guid& clsid, IClassFactory& factory)
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

/// While this exists, CoCreateInstance with CLSCTX_INPROC_SERVER makes objects of the agent for every class that
/// the agent has, in the apartment in which it was constructed: on a thread that called CoInitialize, on that thread
/// only; on one that called CoInitializeEx with COINIT_MULTITHREADED, on all such threads. A program with several
/// apartments constructs one in each. The objects may be passed to any thread without marshalling, and outlive the
/// registration.
///
/// Destroy it in the same apartment, before CoUninitialize.
class class_registration
{
public:
    /// Throws hresult_error and registers nothing: `co_e_notinitialized` on a thread that has not initialised COM,
    /// CO_E_OBJISREG (0x800401FC) if one of the classes is already registered in this apartment.
    explicit class_registration(const update_agent& agent)
    {
        m_classes.reserve(std::size(agent_classes));
        for (const guid& clsid : agent_classes)
        {
            if (has_class(agent, clsid))
            {
                m_classes.emplace_back(clsid, *class_object(agent, clsid));
            }
        }
    }

private:
    std::vector<detail::registered_class> m_classes;
};

} // namespace wua
