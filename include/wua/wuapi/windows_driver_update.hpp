// SPDX-License-Identifier: MIT
#pragma once

// An update that is a driver.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/string_collection.hpp>
#include <wua/wuapi/update.hpp>

namespace wua
{

/// One of the devices that a driver is for. It has the DISPIDs of IWindowsDriverUpdate.
struct IWindowsDriverUpdateEntry : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_DriverClass(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverHardwareID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverManufacturer(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverModel(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverProvider(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverVerDate(DATE* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DeviceProblemNumber(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DeviceStatus(LONG* retval) = 0;

protected:
    ~IWindowsDriverUpdateEntry() = default;
};

template <>
inline constexpr guid iid_of<IWindowsDriverUpdateEntry> = "ed8bfe40-a60b-42ea-9652-817dfcfa23ec"_guid;

template <>
struct members_of<IWindowsDriverUpdateEntry>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"DriverClass", 0x60030001, propget<&I::get_DriverClass>},
        {"DriverHardwareID", 0x60030002, propget<&I::get_DriverHardwareID>},
        {"DriverManufacturer", 0x60030003, propget<&I::get_DriverManufacturer>},
        {"DriverModel", 0x60030004, propget<&I::get_DriverModel>},
        {"DriverProvider", 0x60030005, propget<&I::get_DriverProvider>},
        {"DriverVerDate", 0x60030006, propget<&I::get_DriverVerDate>},
        {"DeviceProblemNumber", 0x60030007, propget<&I::get_DeviceProblemNumber>},
        {"DeviceStatus", 0x60030008, propget<&I::get_DeviceStatus>},
    };
};

/// The devices that a driver is for; read-only.
struct IWindowsDriverUpdateEntryCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, IWindowsDriverUpdateEntry** retval) = 0;
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;
    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~IWindowsDriverUpdateEntryCollection() = default;
};

template <>
inline constexpr guid iid_of<IWindowsDriverUpdateEntryCollection> = "0d521700-a372-4bef-828b-3d00c10adebd"_guid;

template <>
struct members_of<IWindowsDriverUpdateEntryCollection>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, "index"},
        {"_NewEnum", -4, propget<&I::get__NewEnum>},
        {"Count", 0x60020001, propget<&I::get_Count>},
    };
};

/// A driver. It extends IUpdate, not IUpdate2: the later interfaces of its own line repeat those members under other
/// DISPIDs.
struct IWindowsDriverUpdate : IUpdate
{
    using base_interface = IUpdate;

    virtual HRESULT WUA_STDCALL get_DriverClass(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverHardwareID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverManufacturer(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverModel(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverProvider(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DriverVerDate(DATE* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DeviceProblemNumber(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DeviceStatus(LONG* retval) = 0;

protected:
    ~IWindowsDriverUpdate() = default;
};

template <>
inline constexpr guid iid_of<IWindowsDriverUpdate> = "b383cd1a-5ce9-4504-9f63-764b1236f191"_guid;

template <>
struct members_of<IWindowsDriverUpdate>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"DriverClass", 0x60030001, propget<&I::get_DriverClass>},
        {"DriverHardwareID", 0x60030002, propget<&I::get_DriverHardwareID>},
        {"DriverManufacturer", 0x60030003, propget<&I::get_DriverManufacturer>},
        {"DriverModel", 0x60030004, propget<&I::get_DriverModel>},
        {"DriverProvider", 0x60030005, propget<&I::get_DriverProvider>},
        {"DriverVerDate", 0x60030006, propget<&I::get_DriverVerDate>},
        {"DeviceProblemNumber", 0x60030007, propget<&I::get_DeviceProblemNumber>},
        {"DeviceStatus", 0x60030008, propget<&I::get_DeviceStatus>},
    };
};

/// IWindowsDriverUpdate plus what IUpdate2 has.
struct IWindowsDriverUpdate2 : IWindowsDriverUpdate
{
    using base_interface = IWindowsDriverUpdate;

    virtual HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsPresent(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_CveIDs(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL CopyToCache(IStringCollection* pFiles) = 0;

protected:
    ~IWindowsDriverUpdate2() = default;
};

template <>
inline constexpr guid iid_of<IWindowsDriverUpdate2> = "615c4269-7a48-43bd-96b7-bf6ca27d6c3e"_guid;

template <>
struct members_of<IWindowsDriverUpdate2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"RebootRequired", 0x60040001, propget<&I::get_RebootRequired>},
        {"IsPresent", 0x60040003, propget<&I::get_IsPresent>},
        {"CveIDs", 0x60040004, propget<&I::get_CveIDs>},
        {"CopyToCache", 0x60040002, method<&I::CopyToCache>, "pFiles"},
    };
};

/// IWindowsDriverUpdate2 plus what IUpdate3 has.
struct IWindowsDriverUpdate3 : IWindowsDriverUpdate2
{
    using base_interface = IWindowsDriverUpdate2;

    virtual HRESULT WUA_STDCALL get_BrowseOnly(VARIANT_BOOL* retval) = 0;

protected:
    ~IWindowsDriverUpdate3() = default;
};

template <>
inline constexpr guid iid_of<IWindowsDriverUpdate3> = "49ebd502-4a96-41bd-9e3e-4c5057f4250c"_guid;

template <>
struct members_of<IWindowsDriverUpdate3>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"BrowseOnly", 0x60050001, propget<&I::get_BrowseOnly>},
    };
};

/// IWindowsDriverUpdate3 plus its devices and what IUpdate4 has.
struct IWindowsDriverUpdate4 : IWindowsDriverUpdate3
{
    using base_interface = IWindowsDriverUpdate3;

    virtual HRESULT WUA_STDCALL get_WindowsDriverUpdateEntries(IWindowsDriverUpdateEntryCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL get_PerUser(VARIANT_BOOL* retval) = 0;

protected:
    ~IWindowsDriverUpdate4() = default;
};

template <>
inline constexpr guid iid_of<IWindowsDriverUpdate4> = "004c6a2b-0c19-4c69-9f5c-a269b2560db9"_guid;

template <>
struct members_of<IWindowsDriverUpdate4>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"WindowsDriverUpdateEntries", 0x60060001, propget<&I::get_WindowsDriverUpdateEntries>},
        {"PerUser", 0x60060002, propget<&I::get_PerUser>},
    };
};

/// IWindowsDriverUpdate4 plus what IUpdate5 has.
struct IWindowsDriverUpdate5 : IWindowsDriverUpdate4
{
    using base_interface = IWindowsDriverUpdate4;

    virtual HRESULT WUA_STDCALL get_AutoSelection(AutoSelectionMode* retval) = 0;
    virtual HRESULT WUA_STDCALL get_AutoDownload(AutoDownloadMode* retval) = 0;

protected:
    ~IWindowsDriverUpdate5() = default;
};

template <>
inline constexpr guid iid_of<IWindowsDriverUpdate5> = "70cf5c82-8642-42bb-9dbc-0cfd263c6c4f"_guid;

template <>
struct members_of<IWindowsDriverUpdate5>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"AutoSelection", 0x60070001, propget<&I::get_AutoSelection>},
        {"AutoDownload", 0x60070002, propget<&I::get_AutoDownload>},
    };
};

} // namespace wua
