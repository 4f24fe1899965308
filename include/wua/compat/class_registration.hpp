// SPDX-License-Identifier: MIT
#pragma once

// Off Windows: the table of classes that CoCreateInstance looks in, and the apartments of threads.

#include <wua/com/bstr.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/abi_boundary.hpp>
#include <wua/agent/update_agent.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace wua
{
namespace detail
{

inline constexpr HRESULT co_e_objisreg = make_hresult(0x800401FC);

// The agent of this process; null when there is none.
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
        std::shared_ptr<const update_agent> last; // goes after the lock: it may end jobs
        const std::lock_guard lock(s_mutex);
        last.swap(s_agent);
    }

private:
    static inline std::mutex s_mutex;
    static inline std::shared_ptr<const update_agent> s_agent;
};

// How often a thread has entered COM, and as what.
struct thread_apartment
{
    static constexpr DWORD mode_bits = 0x2; // COINIT_APARTMENTTHREADED; 0 is COINIT_MULTITHREADED

    static inline thread_local unsigned entered = 0;
    static inline thread_local DWORD mode = 0;

    static HRESULT enter(DWORD wanted) noexcept
    {
        if (entered != 0 && mode != (wanted & mode_bits))
        {
            return rpc_e_changed_mode;
        }
        mode = wanted & mode_bits;
        return ++entered == 1 ? s_ok : s_false;
    }

    static void leave() noexcept
    {
        entered -= entered != 0 ? 1 : 0;
    }
};

// CoCreateInstance.
inline HRESULT create_instance(const guid& clsid, IUnknown* outer, const guid& iid, void** object) noexcept
{
    if (object == nullptr)
    {
        return e_pointer;
    }
    *object = nullptr;
    if (thread_apartment::entered == 0)
    {
        return co_e_notinitialized;
    }
    return guarded([&] {
        const auto agent = process_agent::get();
        bool is_served = false;
        for (const guid& known : agent_classes)
        {
            is_served = is_served || same(known, clsid);
        }
        if (agent == nullptr || !is_served)
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
        const auto lower = [](std::string text) {
            for (char& c : text)
            {
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            }
            return text;
        };
        const std::string wanted = lower(to_utf8(name));
        for (const named_class& known : registered_classes)
        {
            if (lower(std::string(known.name)) == wanted)
            {
                clsid = known.clsid;
                return s_ok;
            }
        }
        return co_e_classstring;
    });
}

} // namespace detail

/// As long as this lives, CoCreateInstance of the porting header makes objects of the agent on every thread that has
/// called CoInitializeEx. The counterpart of the class of the same name on Windows.
class class_registration
{
public:
    /// Throws hresult_error: CO_E_OBJISREG (0x800401FC) when the process has a registration already.
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
