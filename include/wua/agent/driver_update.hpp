// SPDX-License-Identifier: MIT
#pragma once

// An update that is a driver, as an object.

#include <wua/agent/forwarded_update.hpp>
#include <wua/com/implements.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/update_source.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/windows_driver_update.hpp>

#include <utility>

namespace wua
{

/// A device that a driver is for. Immutable; any thread may read it.
class driver_update_entry final : public implements<driver_update_entry, IWindowsDriverUpdateEntry>
{
public:
    explicit driver_update_entry(driver_details facts) : m_facts(std::move(facts)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_DriverClass(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverHardwareID(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverManufacturer(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverModel(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverProvider(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverVerDate(DATE* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DeviceProblemNumber(LONG* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DeviceStatus(LONG* retval) noexcept override;

private:
    const driver_details m_facts;
};

/// An update of this library, with its item's details about the driver. Late-bound callers find the members of
/// IWindowsDriverUpdate5 first; under its DISPIDs it also has the members of IUpdate2 and later.
class driver_update final
    : public detail::forwarded_update<driver_update, IWindowsDriverUpdate5, IUpdateEx, IUpdateSource>
{
public:
    /// Throws hresult_error(e_pointer) for null.
    explicit driver_update(update_pointer item);

    WUA_INLINE const update_pointer* WUA_STDCALL Item(const void* module) noexcept override;
    WUA_INLINE void WUA_STDCALL Settle(job_kind done, bool needs_restart) noexcept override;
    WUA_INLINE void WUA_STDCALL Lock() noexcept override;

    /// As of any other update.
    HRESULT query_extra(REFIID iid, void** object) noexcept
    {
        return detail::query_lockdown(*this, iid, object);
    }

    WUA_INLINE HRESULT WUA_STDCALL get_DriverClass(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverHardwareID(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverManufacturer(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverModel(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverProvider(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DriverVerDate(DATE* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DeviceProblemNumber(LONG* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_DeviceStatus(LONG* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL
    get_WindowsDriverUpdateEntries(IWindowsDriverUpdateEntryCollection** retval) noexcept override;

private:
    const driver_details& driver() const noexcept;

    const update_pointer m_item;
    const com_ptr<IUpdateSource> m_source;
};

/// An update as an object: a driver_update when its item is a driver. Throws hresult_error(e_pointer) for null.
com_ptr<IUpdate> make_any_update(update_pointer item);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/driver_update.ipp>
#endif
