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
    return answer(retval, [&] { return m_facts.state == usrsRegistrationPending; });
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

template <class F>
service_facts update_service_manager::with_service(BSTR id, F&& f)
{
    const std::string wanted = to_utf8(view(id));
    return m_machine->change([&](machine_facts& all) {
        for (service_facts& one : all.services)
        {
            if (detail::same_id(one.id, wanted))
            {
                f(one);
                return one;
            }
        }
        throw hresult_error(wu_e_unknown_service, "the machine knows no service '" + wanted + "'");
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::get_Services(IUpdateServiceCollection** retval) noexcept
{
    return answer(retval, [&] {
        std::vector<variant> made;
        for (service_facts& one : m_machine->facts().services)
        {
            if (one.is_added)
            {
                made.emplace_back(com_ptr<IUpdateService>(make<update_service>(std::move(one))));
            }
        }
        return com_ptr<IUpdateServiceCollection>(
            make<detail::fixed_collection<IUpdateServiceCollection, IUpdateService*>>(std::move(made)));
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::AddService(BSTR serviceID, BSTR, IUpdateService** retval) noexcept
{
    return answer(retval, [&] {
        return com_ptr<IUpdateService>(
            make<update_service>(with_service(serviceID, [](service_facts& service) { service.is_added = true; })));
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::RegisterServiceWithAU(BSTR serviceID) noexcept
{
    return guarded([&] {
        with_service(serviceID, [](service_facts& service) {
            if (!service.can_register_with_au)
            {
                throw hresult_error(e_invalidarg, "the service cannot be registered with automatic updates");
            }
            service.is_registered_with_au = true;
        });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::RemoveService(BSTR serviceID) noexcept
{
    return guarded([&] {
        with_service(serviceID, [](service_facts& service) {
            service.is_added = false;
            service.is_registered_with_au = false;
        });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::UnregisterServiceWithAU(BSTR serviceID) noexcept
{
    return guarded([&] {
        with_service(serviceID, [](service_facts& service) { service.is_registered_with_au = false; });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::AddScanPackageService(
    BSTR serviceName, BSTR scanFileLocation, LONG flags, IUpdateService** ppService) noexcept
{
    return answer(ppService, [&] {
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

WUA_COLD HRESULT WUA_STDCALL update_service_manager::SetOption(BSTR optionName, VARIANT) noexcept
{
    return guarded([&] {
        const std::string name = to_utf8(view(optionName));
        if (!detail::equal_ignoring_case(name, "AllowedServiceID") &&
            !detail::equal_ignoring_case(name, "AllowWarningUI"))
        {
            throw hresult_error(e_invalidarg, "the options are AllowedServiceID and AllowWarningUI");
        }
    });
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
        return com_ptr<IUpdateServiceRegistration>(
            make<update_service_registration>(with_service(serviceID, [](service_facts&) {})));
    });
}

WUA_COLD HRESULT WUA_STDCALL update_service_manager::AddService2(BSTR serviceID, LONG flags, BSTR,
                                                                 IUpdateServiceRegistration** retval) noexcept
{
    return answer(retval, [&] {
        constexpr LONG known = asfAllowPendingRegistration | asfAllowOnlineRegistration | asfRegisterServiceWithAU;
        if ((flags & ~known) != 0)
        {
            throw hresult_error(e_invalidarg, "the flags are those of AddServiceFlag");
        }
        const service_facts added = with_service(serviceID, [&](service_facts& service) {
            if (service.state == usrsRegistrationPending && (flags & asfAllowPendingRegistration) == 0)
            {
                throw hresult_error(wu_e_ds_unknownservice, "the registration of the service is pending");
            }
            service.is_added = true;
            service.is_registered_with_au = service.is_registered_with_au || (flags & asfRegisterServiceWithAU) != 0;
        });
        return com_ptr<IUpdateServiceRegistration>(make<update_service_registration>(added));
    });
}

} // namespace wua
