// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_services.hpp>.

#include <wua/agent/search_criteria.hpp>
#include <wua/agent/update_services.hpp>
#include <wua/com/ascii.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/collection.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace wua
{

WUA_COLD HRESULT WUA_STDCALL update_service::get_Name(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.name); });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_ContentValidationCert(VARIANT* retval) noexcept
{
    return answer(retval, [] { return variant(); });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_ExpirationDate(DATE* retval) noexcept
{
    return answer(retval, [&] { return m_facts.expiration_date; });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_IsManaged(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.is_managed; });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_IsRegisteredWithAU(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.is_registered_with_au; });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_IssueDate(DATE* retval) noexcept
{
    return answer(retval, [&] { return m_facts.issue_date; });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_OffersWindowsUpdates(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.offers_windows_updates; });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_RedirectUrls(IStringCollection** retval) noexcept
{
    return answer(retval, [&] { return make_read_only_strings(m_facts.redirect_urls); });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_ServiceID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.id); });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_IsScanPackageService(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.is_scan_package; });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_CanRegisterWithAU(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.can_register_with_au; });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_ServiceUrl(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.url); });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_SetupPrefix(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.setup_prefix); });
}

WUA_COLD HRESULT WUA_STDCALL update_service::get_IsDefaultAUService(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.is_default_au_service; });
}

WUA_COLD HRESULT WUA_STDCALL
update_service_registration::get_RegistrationState(UpdateServiceRegistrationState* retval) noexcept
{
    return answer(retval, [&] { return m_facts.is_added ? m_facts.state : usrsNotRegistered; });
}

WUA_COLD HRESULT WUA_STDCALL update_service_registration::get_ServiceID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.id); });
}

WUA_COLD HRESULT WUA_STDCALL update_service_registration::get_IsPendingRegistrationWithAU(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] {
        return m_facts.is_added && m_facts.state == usrsRegistrationPending && m_facts.is_registered_with_au;
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_registration::get_Service(IUpdateService2** retval) noexcept
{
    return answer(retval, [&] {
        com_ptr<IUpdateService2> service;
        if (m_facts.is_added && m_facts.state == usrsRegistered)
        {
            service = make<update_service>(m_facts);
        }
        return service;
    });
}

namespace detail
{

// Whether the service offers updates at present.
WUA_COLD bool is_offering(const service_facts& service)
{
    return service.is_added && service.state == usrsRegistered;
}

WUA_COLD bool is_windows_update(const service_facts& service)
{
    return same_id(service.id, usual_services().front().id);
}

WUA_COLD void throw_needs_windows_update(const char* what)
{
    throw hresult_error(wu_e_ds_needwindowsservice, what);
}

// Throws hresult_error with `malformed` if the text is not a service identifier.
WUA_COLD std::string service_id(BSTR id, HRESULT malformed)
{
    std::string wanted = to_utf8(view(id));
    if (!parse_guid(wanted))
    {
        throw hresult_error(malformed, "'" + wanted + "' is not the identifier of a service");
    }
    return wanted;
}

// Null if the machine does not know the service.
WUA_COLD service_facts* find_service(machine_facts& all, const std::string& id)
{
    const auto found = std::find_if(
        all.services.begin(), all.services.end(), [&](const service_facts& one) { return same_id(one.id, id); });
    return found == all.services.end() ? nullptr : &*found;
}

} // namespace detail

template <class F>
service_facts update_service_manager::with_service(BSTR id, HRESULT malformed, F&& f)
{
    const std::string wanted = detail::service_id(id, malformed);
    return m_machine->change([&](machine_facts& all) {
        service_facts* const service = detail::find_service(all, wanted);
        if (service == nullptr)
        {
            throw hresult_error(wu_e_unknown_service, "the machine knows no service '" + wanted + "'");
        }
        f(*service, all);
        return *service;
    });
}

template <class F>
void update_service_manager::with_added(BSTR id, HRESULT malformed, F&& f)
{
    const std::string wanted = detail::service_id(id, malformed);
    m_machine->change([&](machine_facts& all) {
        service_facts* const service = detail::find_service(all, wanted);
        if (service == nullptr || !service->is_added)
        {
            throw hresult_error(wu_e_ds_unknownservice, "no such service has been added");
        }
        f(*service, all);
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::get_Services(IUpdateServiceCollection** retval) noexcept
{
    return answer(retval, [&] {
        std::vector<variant> made;
        for (service_facts& one : m_machine->facts().services)
        {
            if (detail::is_offering(one))
            {
                made.emplace_back(com_ptr<IUpdateService>(make<update_service>(std::move(one))));
            }
        }
        return com_ptr<IUpdateServiceCollection>(
            make<detail::fixed_collection<IUpdateServiceCollection, IUpdateService*>>(std::move(made)));
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::AddService(BSTR serviceID, BSTR authorizationCabPath,
                                                                IUpdateService** retval) noexcept
{
    return answer(retval, [&] {
        if (view(authorizationCabPath).empty())
        {
            throw hresult_error(e_invalidarg, "AddService takes the path of an authorization CAB");
        }
        return com_ptr<IUpdateService>(make<update_service>(with_service(
            serviceID, e_invalidarg, [](service_facts& service, const machine_facts&) { service.is_added = true; })));
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::RegisterServiceWithAU(BSTR serviceID) noexcept
{
    return guarded([&] {
        with_added(serviceID, wu_e_invalid_operation, [](service_facts& service, const machine_facts&) {
            if (!service.can_register_with_au || service.is_scan_package)
            {
                throw hresult_error(wu_e_invalid_operation, "the service cannot be registered with automatic updates");
            }
            service.is_registered_with_au = true;
        });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::RemoveService(BSTR serviceID) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        with_added(serviceID, e_invalidarg, [](service_facts& service, const machine_facts&) {
            if (detail::is_windows_update(service))
            {
                detail::throw_needs_windows_update("Windows Update cannot be removed");
            }
            service.is_added = false;
            service.is_registered_with_au = false;
        });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::UnregisterServiceWithAU(BSTR serviceID) noexcept
{
    return guarded([&] {
        with_added(serviceID, e_invalidarg, [](service_facts& service, const machine_facts& all) {
            const bool is_last = std::none_of(all.services.begin(), all.services.end(), [&](const service_facts& one) {
                return &one != &service && detail::is_offering(one) && one.is_registered_with_au;
            });
            if (is_last && detail::is_windows_update(service))
            {
                detail::throw_needs_windows_update("no other service is registered with automatic updates");
            }
            service.is_registered_with_au = false;
        });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::AddScanPackageService(
    BSTR serviceName, BSTR scanFileLocation, LONG flags, IUpdateService** ppService) noexcept
{
    return answer(ppService, [&] {
        m_lockdown.refuse_unless_open();
        const std::string name = to_utf8(view(serviceName));
        if (name.empty() || view(scanFileLocation).empty() || (flags & ~LONG{usoNonVolatileService}) != 0)
        {
            throw hresult_error(
                e_invalidarg, "a scan package has a name, a file, and usoNonVolatileService or no flags");
        }
        return m_machine->change([&](machine_facts& all) {
            for (service_facts& one : all.services)
            {
                if (one.is_scan_package && one.name == name)
                {
                    one.is_added = true;
                    return com_ptr<IUpdateService>(make<update_service>(one));
                }
            }
            throw hresult_error(
                wu_e_invalid_file, "the simulation reads no scan files, and knows no package '" + name + "'");
        });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::SetOption(BSTR optionName, VARIANT optionValue) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        const std::string name = to_utf8(view(optionName));
        const bool is_service = detail::equal_ignoring_case(name, "AllowedServiceID");
        if (!is_service && !detail::equal_ignoring_case(name, "AllowWarningUI"))
        {
            throw hresult_error(e_invalidarg, "the options are AllowedServiceID and AllowWarningUI");
        }
        if (copy_ind(optionValue).vt() != (is_service ? VT_BSTR : VT_BOOL))
        {
            throw hresult_error(e_invalidarg, "AllowedServiceID is a text, AllowWarningUI a boolean");
        }
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::LockDown(LONG flags) noexcept
{
    return m_lockdown.lock(flags);
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::get_ClientApplicationID(BSTR* retval) noexcept
{
    return m_client.get(retval);
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::put_ClientApplicationID(BSTR value) noexcept
{
    return m_client.put(value);
}

WUA_COLD HRESULT WUA_STDCALL
update_service_manager::QueryServiceRegistration(BSTR serviceID, IUpdateServiceRegistration** retval) noexcept
{
    return answer(retval, [&] {
        return com_ptr<IUpdateServiceRegistration>(make<update_service_registration>(
            with_service(serviceID, e_invalidarg, [](service_facts&, const machine_facts&) {})));
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::AddService2(BSTR serviceID, LONG flags, BSTR authorizationCabPath,
                                                                 IUpdateServiceRegistration** retval) noexcept
{
    return answer(retval, [&] {
        constexpr LONG without_cab = asfAllowPendingRegistration | asfAllowOnlineRegistration;
        constexpr LONG known = without_cab | asfRegisterServiceWithAU;
        if ((flags & ~known) != 0)
        {
            throw hresult_error(e_invalidarg, "the flags must be those of AddServiceFlag");
        }
        if (((flags & without_cab) == 0) == view(authorizationCabPath).empty())
        {
            throw hresult_error(e_invalidarg, "a service is added by an authorization CAB, or by one of the flags "
                                              "asfAllowPendingRegistration and asfAllowOnlineRegistration");
        }
        return com_ptr<IUpdateServiceRegistration>(make<update_service_registration>(
            with_service(serviceID, e_invalidarg, [&](service_facts& service, const machine_facts&) {
                if (service.state == usrsRegistrationPending && (flags & asfAllowPendingRegistration) == 0)
                {
                    throw hresult_error(wu_e_ds_unknownservice, "the registration of the service is pending");
                }
                const bool registers = (flags & asfRegisterServiceWithAU) != 0;
                if (registers && !service.can_register_with_au)
                {
                    throw hresult_error(
                        wu_e_ds_invalidoperation, "the service cannot be registered with automatic updates");
                }
                service.is_added = true;
                service.is_registered_with_au = service.is_registered_with_au || registers;
            })));
    });
}

} // namespace wua
