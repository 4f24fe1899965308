// SPDX-License-Identifier: MIT
#pragma once

// How the library recognises its own updates.

#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/module_tag.hpp>
#include <wua/job/job_kind.hpp>
#include <wua/model/update_item.hpp>
#include <wua/wuapi/update.hpp>

namespace wua
{

/// What an update of this library offers besides IUpdate5 for a downloader. Internal; not in any type library.
struct IUpdateSource : IUnknown
{
    using base_interface = IUnknown;

    /// The update's item, which lives as long as the object; null when `module` is not the object's own
    /// detail::module_tag, because an update_item may have another layout in another module.
    virtual const update_pointer* WUA_STDCALL Item(const void* module) noexcept = 0;

    /// A job has successfully done this with the update. needs_restart: the machine must be restarted for it.
    virtual void WUA_STDCALL Settle(job_kind done, bool needs_restart) noexcept = 0;

    /// As IUpdateLockdown::LockDown: what accepts the licence terms or copies files refuses from now on.
    virtual void WUA_STDCALL Lock() noexcept = 0;

protected:
    ~IUpdateSource() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSource> = "7e0e9d3c-2b51-4c7c-8a1f-90d7b6a4c512"_guid;

namespace detail
{

// The item of an update of this library, which lives as long as the update; null for any other.
inline const update_pointer* own_item(const com_ptr<IUpdate>& update) noexcept
{
    const auto ours = update.try_query<IUpdateSource>();
    return ours ? ours->Item(&module_tag) : nullptr;
}

} // namespace detail

} // namespace wua
