// SPDX-License-Identifier: MIT
#pragma once

// What LockDown does to an object: the members that do something refuse from then on.

#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>
#include <wua/objects/update_source.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_lockdown.hpp>

#include <atomic>

namespace wua::detail
{

// Of an object that implements IUpdateLockdown itself.
class lockdown
{
public:
    // What LockDown answers: E_INVALIDARG for other flags than uloForWebsiteAccess.
    HRESULT lock(LONG flags) noexcept;

    // Throws WU_E_INVALID_OPERATION once it is locked.
    void refuse_unless_open() const;

private:
    std::atomic<bool> m_is_locked = false;
};

[[noreturn]] void fail_locked();

// For an update's query_extra: its IUpdateLockdown, which is made when somebody asks for it and passes for a part of
// the update, so that those of a long queue are no larger for it.
HRESULT query_lockdown(IUpdateSource& update, REFIID iid, void** object) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/lockdown.ipp>
#endif
