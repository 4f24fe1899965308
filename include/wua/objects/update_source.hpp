// SPDX-License-Identifier: MIT
#pragma once

// How the library knows its own updates.

#include <wua/com/guid.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/module_tag.hpp>

namespace wua
{

/// What an update of this library answers beside IUpdate5: what a downloader needs of it. Ours alone; no type library
/// has it.
struct IUpdateSource : IUnknown
{
    using base_interface = IUnknown;

    /// The update's item, which lives as long as the object; null when `module` is not the caller's own
    /// detail::module_tag: an update_item of another module may have another layout.
    virtual const update_pointer* WUA_STDCALL Item(const void* module) noexcept = 0;

    /// From now on IsDownloaded is true.
    virtual void WUA_STDCALL MarkDownloaded() noexcept = 0;

protected:
    ~IUpdateSource() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSource> = "0d3d5f8e-4c0b-4a57-9f6d-2f1f6a4b7c11"_guid;

} // namespace wua
