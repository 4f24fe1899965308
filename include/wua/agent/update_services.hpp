// SPDX-License-Identifier: MIT
#pragma once

// The update services of a machine, as objects.

#include <wua/agent/machine.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/lockdown.hpp>
#include <wua/objects/text_setting.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_service.hpp>

#include <memory>
#include <string>
#include <utility>

namespace wua
{

/// A service as it was when it was requested. Immutable; any thread may read it.
class update_service final : public implements<update_service, IUpdateService2>
{
public:
    explicit update_service(service_facts facts) : m_facts(std::move(facts)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_Name(BSTR* retval) noexcept override;

    /// Always VT_EMPTY.
    WUA_INLINE HRESULT WUA_STDCALL get_ContentValidationCert(VARIANT* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ExpirationDate(DATE* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_IsManaged(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_IsRegisteredWithAU(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_IssueDate(DATE* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_OffersWindowsUpdates(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_RedirectUrls(IStringCollection** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_IsScanPackageService(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_CanRegisterWithAU(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ServiceUrl(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_SetupPrefix(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_IsDefaultAUService(VARIANT_BOOL* retval) noexcept override;

private:
    const service_facts m_facts;
};

/// A registration as it was when it was requested.
class update_service_registration final : public implements<update_service_registration, IUpdateServiceRegistration>
{
public:
    explicit update_service_registration(service_facts facts) : m_facts(std::move(facts)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_RegistrationState(UpdateServiceRegistrationState* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_IsPendingRegistrationWithAU(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_Service(IUpdateService2** retval) noexcept override;

private:
    const service_facts m_facts;
};

/// A client can only add services that the machine knows; others are WU_E_UNKNOWN_SERVICE, because nothing is asked
/// over the network. Only services that have been added can be removed or registered; others are
/// WU_E_DS_UNKNOWNSERVICE. An identifier that is not a GUID is `e_invalidarg`. Any thread may call it.
class update_service_manager final : public implements<update_service_manager, IUpdateServiceManager2, IUpdateLockdown>
{
public:
    explicit update_service_manager(std::shared_ptr<machine> target)
        : m_machine(detail::needed_machine(std::move(target)))
    {}

    /// The services that have been added, except those whose registration is pending.
    WUA_INLINE HRESULT WUA_STDCALL get_Services(IUpdateServiceCollection** retval) noexcept override;

    /// The CAB is not examined. `e_invalidarg` without one.
    WUA_INLINE HRESULT WUA_STDCALL AddService(BSTR serviceID, BSTR authorizationCabPath,
                                              IUpdateService** retval) noexcept override;

    /// WU_E_INVALID_OPERATION for a service that cannot be registered, a scan package and an invalid identifier.
    WUA_INLINE HRESULT WUA_STDCALL RegisterServiceWithAU(BSTR serviceID) noexcept override;

    /// WU_E_DS_NEEDWINDOWSSERVICE for Windows Update.
    WUA_INLINE HRESULT WUA_STDCALL RemoveService(BSTR serviceID) noexcept override;

    /// WU_E_DS_NEEDWINDOWSSERVICE for Windows Update while no other service is registered.
    WUA_INLINE HRESULT WUA_STDCALL UnregisterServiceWithAU(BSTR serviceID) noexcept override;

    /// Accepts a service that the machine knows as a scan package of that name; WU_E_INVALID_FILE for any other,
    /// because no file is read here. `e_invalidarg` for an empty name or location, and for unknown flags.
    WUA_INLINE HRESULT WUA_STDCALL AddScanPackageService(BSTR serviceName, BSTR scanFileLocation, LONG flags,
                                                         IUpdateService** ppService) noexcept override;

    /// Accepts the documented options, "AllowedServiceID", a text, and "AllowWarningUI", a boolean; without effect.
    /// `e_invalidarg` for any other, and for a value of the wrong type.
    WUA_INLINE HRESULT WUA_STDCALL SetOption(BSTR optionName, VARIANT optionValue) noexcept override;

    /// "Unknown" until it is set.
    WUA_INLINE HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL QueryServiceRegistration(BSTR serviceID,
                                                            IUpdateServiceRegistration** retval) noexcept override;

    /// asfRegisterServiceWithAU also registers it; WU_E_DS_INVALIDOPERATION if that is impossible. A service whose
    /// registration is pending stays so with asfAllowPendingRegistration, and is WU_E_DS_UNKNOWNSERVICE without it.
    /// `e_invalidarg` unless there is either a CAB or one of the flags that replace it.
    WUA_INLINE HRESULT WUA_STDCALL AddService2(BSTR serviceID, LONG flags, BSTR authorizationCabPath,
                                               IUpdateServiceRegistration** retval) noexcept override;

    /// Flags other than uloForWebsiteAccess are `e_invalidarg`. Afterwards
    /// AddScanPackageService, RemoveService and SetOption are `wu_e_invalid_operation`.
    WUA_INLINE HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override;

private:
    // Calls f(service, all facts) under the lock and returns the service as it is then. Throws hresult_error:
    // `malformed` for an invalid identifier, WU_E_UNKNOWN_SERVICE for a service that the machine does not know.
    template <class F>
    service_facts with_service(BSTR id, HRESULT malformed, F&& f);

    // The same for a service that has been added; WU_E_DS_UNKNOWNSERVICE for any other.
    template <class F>
    void with_added(BSTR id, HRESULT malformed, F&& f);

    const std::shared_ptr<machine> m_machine;
    detail::lockdown m_lockdown;
    detail::text_setting m_client{"Unknown"};
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/update_services.ipp>
#endif
