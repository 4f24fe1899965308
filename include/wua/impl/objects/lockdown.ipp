// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/lockdown.hpp>.

#include <wua/com/abi_boundary.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/reference_counted.hpp>
#include <wua/objects/lockdown.hpp>
#include <wua/wuapi/errors.hpp>

#include <new>

namespace wua::detail
{

WUA_COLD void check_lockdown(LONG flags)
{
    if (flags != uloForWebsiteAccess)
    {
        throw hresult_error(e_invalidarg, "LockDown supports only uloForWebsiteAccess");
    }
}

WUA_COLD HRESULT lockdown::lock(LONG flags) noexcept
{
    return guarded([&] {
        check_lockdown(flags);
        m_is_locked = true;
    });
}

WUA_COLD void lockdown::refuse_unless_open() const
{
    if (m_is_locked)
    {
        fail_locked();
    }
}

WUA_COLD void fail_locked()
{
    throw hresult_error(wu_e_invalid_operation, "the object is locked down");
}

class lockdown_of_update final : public reference_counted<lockdown_of_update, IUpdateLockdown>
{
    friend reference_counted;

public:
    explicit lockdown_of_update(IUpdateSource& update) noexcept : m_update(&update) {}

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (object != nullptr && same(iid, iid_of<IUpdateLockdown>))
        {
            AddRef();
            *object = static_cast<IUpdateLockdown*>(this);
            return s_ok;
        }
        return m_update->QueryInterface(iid, object);
    }

    HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override
    {
        return guarded([&] {
            check_lockdown(flags);
            m_update->Lock();
        });
    }

private:
    ~lockdown_of_update() = default;

    const com_ptr<IUpdateSource> m_update;
};

WUA_COLD HRESULT query_lockdown(IUpdateSource& update, REFIID iid, void** object) noexcept
{
    if (!same(iid, iid_of<IUpdateLockdown>))
    {
        return e_nointerface;
    }
    *object = static_cast<IUpdateLockdown*>(new (std::nothrow) lockdown_of_update(update));
    return *object != nullptr ? s_ok : e_outofmemory;
}

} // namespace wua::detail
