// SPDX-License-Identifier: MIT
#pragma once

// A client's callback, whatever its form.

#include <wua/com/apartment.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>

#include <array>

namespace wua
{

/// A callback as a client passed it: an object with the typed interface, an automation object whose default member
/// takes the job and the arguments, or none. Holds a reference until it is reset.
template <class Callback, class Args>
class callback_slot
{
public:
    callback_slot() = default;

    /// Null means none. Throws E_NOINTERFACE for an object that has neither form.
    explicit callback_slot(IUnknown* object)
    {
        if (object == nullptr)
        {
            return;
        }
        const com_ptr<IUnknown> given(object);
        m_typed = given.try_query<Callback>();
        if (!m_typed)
        {
            m_automation = given.query<IDispatch>();
        }
        m_is_bound = is_bound_to_apartment(*given, m_typed ? iid_of<Callback> : iid_of<IDispatch>);
    }

    explicit operator bool() const noexcept
    {
        return m_typed || m_automation;
    }

    /// True when it may be called and released only in the apartment in which this was constructed.
    bool is_bound() const noexcept
    {
        return m_is_bound;
    }

    /// Ignores what the callback returns and throws.
    template <class Job>
    void invoke(Job* job, Args* args) const noexcept
    {
        try
        {
            if (m_typed)
            {
                m_typed->Invoke(job, args);
            }
            else if (m_automation)
            {
                std::array<VARIANT, 2> arguments{}; // the last argument first
                set(arguments[1], job);
                set(arguments[0], args);
                DISPPARAMS parameters{arguments.data(), nullptr, 2, 0};
                m_automation->Invoke(dispid_value, GUID{}, 0, dispatch_method, &parameters, nullptr, nullptr, nullptr);
            }
        }
        catch (...)
        {
            // There is nobody to report a callback's failure to.
        }
    }

    void reset() noexcept
    {
        m_typed.reset();
        m_automation.reset();
    }

    /// Once the apartment of a bound callback is gone, nobody can release the callback any more: it is leaked.
    void abandon() noexcept
    {
        if (m_is_bound)
        {
            static_cast<void>(m_typed.detach());
            static_cast<void>(m_automation.detach());
        }
        reset();
    }

private:
    // Borrowed for the call.
    static void set(VARIANT& argument, IDispatch* object) noexcept
    {
        argument.vt = VT_DISPATCH;
        argument.pdispVal = object;
    }

    com_ptr<Callback> m_typed;
    com_ptr<IDispatch> m_automation;
    bool m_is_bound = false;
};

} // namespace wua
