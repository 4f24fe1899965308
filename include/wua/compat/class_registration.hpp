// SPDX-License-Identifier: MIT
#pragma once

// Off Windows: puts an agent behind the class identifiers of Windows Update Agent, for the clients in this process.

#include <wua/agent/update_agent.hpp>
#include <wua/com/abi_boundary.hpp>
#include <wua/com/ascii.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/hresult.hpp>
#include <wua/compat/thread_apartment.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace wua
{
namespace detail
{

inline constexpr HRESULT co_e_objisreg = make_hresult(0x800401FC);

// The agent of this process; null if there is none.
class process_agent
{
public:
    static std::shared_ptr<const update_agent> get()
    {
        const std::lock_guard lock(s_mutex);
        return s_agent;
    }

    static void put(std::shared_ptr<const update_agent> agent)
    {
        const std::lock_guard lock(s_mutex);
        if (s_agent != nullptr)
        {
            throw hresult_error(co_e_objisreg, "this process has an agent already");
        }
        s_agent = std::move(agent);
    }

    static void remove() noexcept
    {
        std::shared_ptr<const update_agent> last; // destroyed outside the lock, since it may end jobs
        const std::lock_guard lock(s_mutex);
        last.swap(s_agent);
    }

private:
    static inline std::mutex s_mutex;
    static inline std::shared_ptr<const update_agent> s_agent;
};

// CoCreateInstance.
inline HRESULT create_instance(const guid& clsid, IUnknown* outer, const guid& iid, void** object) noexcept
{
    if (object == nullptr)
    {
        return e_pointer;
    }
    *object = nullptr;
    if (!thread_apartment::is_entered())
    {
        return co_e_notinitialized;
    }
    return guarded([&] {
        const auto agent = process_agent::get();
        if (agent == nullptr || !has_class(*agent, clsid))
        {
            return regdb_e_classnotreg;
        }
        return outer != nullptr ? class_e_noaggregation : make_object(*agent, clsid)->QueryInterface(iid, object);
    });
}

// CLSIDFromProgID.
inline HRESULT class_of_name(ole_view name, guid& clsid) noexcept
{
    clsid = guid_null;
    return guarded([&] {
        std::string wanted = to_utf8(name);
        if (wanted.ends_with(".1"))
        {
            wanted.resize(wanted.size() - 2);
        }
        for (const named_class& known : registered_classes)
        {
            if (equal_ignoring_case(known.name, wanted))
            {
                clsid = known.clsid;
                return s_ok;
            }
        }
        return co_e_classstring;
    });
}

} // namespace detail

/// While this exists, CoCreateInstance of wua/compat/com.h makes objects of the agent on every thread that has called
/// CoInitializeEx, and on all while one is in the multithreaded apartment. The counterpart of the class of the same
/// name in windows/.
class class_registration
{
public:
    /// Throws hresult_error: CO_E_OBJISREG (0x800401FC) if the process already has a registration.
    explicit class_registration(update_agent agent)
    {
        detail::process_agent::put(std::make_shared<const update_agent>(std::move(agent)));
    }

    class_registration(const class_registration&) = delete;
    class_registration& operator=(const class_registration&) = delete;

    ~class_registration()
    {
        detail::process_agent::remove();
    }
};

} // namespace wua
