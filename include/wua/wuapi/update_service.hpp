// SPDX-License-Identifier: MIT
#pragma once

// Update services and their registration.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/machine_enums.hpp>
#include <wua/wuapi/string_collection.hpp>

namespace wua
{

/// A service that offers updates. Dates are in UTC.
struct IUpdateService : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_Name(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ContentValidationCert(VARIANT* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ExpirationDate(DATE* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsManaged(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsRegisteredWithAU(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IssueDate(DATE* retval) = 0;
    virtual HRESULT WUA_STDCALL get_OffersWindowsUpdates(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_RedirectUrls(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsScanPackageService(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_CanRegisterWithAU(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ServiceUrl(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_SetupPrefix(BSTR* retval) = 0;

protected:
    ~IUpdateService() = default;
};

template <>
inline constexpr guid iid_of<IUpdateService> = "76b3b17e-aed6-4da5-85f0-83587f81abe3"_guid;

template <>
struct members_of<IUpdateService>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Name", 0, propget<&I::get_Name>},
        {"ContentValidationCert", 0x60020001, propget<&I::get_ContentValidationCert>},
        {"ExpirationDate", 0x60020002, propget<&I::get_ExpirationDate>},
        {"IsManaged", 0x60020003, propget<&I::get_IsManaged>},
        {"IsRegisteredWithAU", 0x60020004, propget<&I::get_IsRegisteredWithAU>},
        {"IssueDate", 0x60020005, propget<&I::get_IssueDate>},
        {"OffersWindowsUpdates", 0x60020006, propget<&I::get_OffersWindowsUpdates>},
        {"RedirectUrls", 0x60020007, propget<&I::get_RedirectUrls>},
        {"ServiceID", 0x60020008, propget<&I::get_ServiceID>},
        {"IsScanPackageService", 0x6002000A, propget<&I::get_IsScanPackageService>},
        {"CanRegisterWithAU", 0x6002000B, propget<&I::get_CanRegisterWithAU>},
        {"ServiceUrl", 0x6002000C, propget<&I::get_ServiceUrl>},
        {"SetupPrefix", 0x6002000D, propget<&I::get_SetupPrefix>},
    };
};

/// IUpdateService plus the mark of the service that automatic updates use.
struct IUpdateService2 : IUpdateService
{
    using base_interface = IUpdateService;

    virtual HRESULT WUA_STDCALL get_IsDefaultAUService(VARIANT_BOOL* retval) = 0;

protected:
    ~IUpdateService2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateService2> = "1518b460-6518-4172-940f-c75883b24ceb"_guid;

template <>
struct members_of<IUpdateService2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"IsDefaultAUService", 0x60030001, propget<&I::get_IsDefaultAUService>},
    };
};

/// Services; read-only.
struct IUpdateServiceCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, IUpdateService** retval) = 0;
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;
    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~IUpdateServiceCollection() = default;
};

template <>
inline constexpr guid iid_of<IUpdateServiceCollection> = "9b0353aa-0e52-44ff-b8b0-1f7fa0437f88"_guid;

template <>
struct members_of<IUpdateServiceCollection>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, "index"},
        {"_NewEnum", -4, propget<&I::get__NewEnum>},
        {"Count", 0x60020001, propget<&I::get_Count>},
    };
};

/// How the registration of a service stands.
struct IUpdateServiceRegistration : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_RegistrationState(UpdateServiceRegistrationState* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsPendingRegistrationWithAU(VARIANT_BOOL* retval) = 0;

    /// Null, with success, until the service is registered.
    virtual HRESULT WUA_STDCALL get_Service(IUpdateService2** retval) = 0;

protected:
    ~IUpdateServiceRegistration() = default;
};

template <>
inline constexpr guid iid_of<IUpdateServiceRegistration> = "dde02280-12b3-4e0b-937b-6747f6acb286"_guid;

template <>
struct members_of<IUpdateServiceRegistration>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"RegistrationState", 0, propget<&I::get_RegistrationState>},
        {"ServiceID", 0x60020001, propget<&I::get_ServiceID>},
        {"IsPendingRegistrationWithAU", 0x60020002, propget<&I::get_IsPendingRegistrationWithAU>},
        {"Service", 0x60020003, propget<&I::get_Service>},
    };
};

/// The services that the machine knows. The DISPID of SetOption is from another range than the others.
struct IUpdateServiceManager : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_Services(IUpdateServiceCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL AddService(BSTR serviceID, BSTR authorizationCabPath, IUpdateService** retval) = 0;
    virtual HRESULT WUA_STDCALL RegisterServiceWithAU(BSTR serviceID) = 0;
    virtual HRESULT WUA_STDCALL RemoveService(BSTR serviceID) = 0;
    virtual HRESULT WUA_STDCALL UnregisterServiceWithAU(BSTR serviceID) = 0;
    virtual HRESULT WUA_STDCALL AddScanPackageService(BSTR serviceName, BSTR scanFileLocation, LONG flags,
                                                      IUpdateService** ppService) = 0;
    virtual HRESULT WUA_STDCALL SetOption(BSTR optionName, VARIANT optionValue) = 0;

protected:
    ~IUpdateServiceManager() = default;
};

template <>
inline constexpr guid iid_of<IUpdateServiceManager> = "23857e3c-02ba-44a3-9423-b1c900805f37"_guid;

template <>
struct members_of<IUpdateServiceManager>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Services", 0x60020001, propget<&I::get_Services>},
        {"AddService", 0x60020002, method<&I::AddService>, "serviceID authorizationCabPath"},
        {"RegisterServiceWithAU", 0x60020003, method<&I::RegisterServiceWithAU>, "serviceID"},
        {"RemoveService", 0x60020004, method<&I::RemoveService>, "serviceID"},
        {"UnregisterServiceWithAU", 0x60020005, method<&I::UnregisterServiceWithAU>, "serviceID"},
        {"AddScanPackageService", 0x60020006, method<&I::AddScanPackageService>, "serviceName scanFileLocation flags"},
        {"SetOption", 0x60010007, method<&I::SetOption>, "optionName optionValue"},
    };
};

/// IUpdateServiceManager plus registrations.
struct IUpdateServiceManager2 : IUpdateServiceManager
{
    using base_interface = IUpdateServiceManager;

    virtual HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) = 0;
    virtual HRESULT WUA_STDCALL QueryServiceRegistration(BSTR serviceID, IUpdateServiceRegistration** retval) = 0;

    /// `flags` is a combination of AddServiceFlag.
    virtual HRESULT WUA_STDCALL AddService2(BSTR serviceID, LONG flags, BSTR authorizationCabPath,
                                            IUpdateServiceRegistration** retval) = 0;

protected:
    ~IUpdateServiceManager2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateServiceManager2> = "0bb8531d-7e8d-424f-986c-a0b8f60a3e7b"_guid;

template <>
struct members_of<IUpdateServiceManager2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"ClientApplicationID", 0x60030001, propget<&I::get_ClientApplicationID>, propput<&I::put_ClientApplicationID>},
        {"QueryServiceRegistration", 0x60030002, method<&I::QueryServiceRegistration>, "serviceID"},
        {"AddService2", 0x60030003, method<&I::AddService2>, "serviceID flags authorizationCabPath"},
    };
};

} // namespace wua
