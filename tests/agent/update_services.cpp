// SPDX-License-Identifier: MIT

// The services of a machine: listed, added, registered and removed.

#include "catch.hpp"
#include "objects/late_bound.hpp"
#include "objects/read_back.hpp"
#include <wua/agent/machine.hpp>
#include <wua/agent/update_services.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/wuapi/errors.hpp>

#include <memory>
#include <string>
#include <utility>

using namespace wua;

namespace
{

constexpr const char* windows_update = "9482f4b4-e343-43b6-b170-9a65bc822c77";
constexpr const char* microsoft_update = "7971f918-a847-4430-9279-4a52d1efe18d";
constexpr const char* scan_package = "11111111-2222-3333-4444-555555555555";

com_ptr<IUpdateServiceManager2> manager_of_machine()
{
    machine_facts facts;
    service_facts scan;
    scan.id = scan_package;
    scan.name = "Offline Sync Service";
    scan.url = "https://service.test";
    scan.setup_prefix = "prefix";
    scan.redirect_urls = {"https://one.test"};
    scan.issue_date = 46000;
    scan.expiration_date = 47000;
    scan.is_scan_package = true;
    scan.can_register_with_au = false;
    scan.is_added = false;
    facts.services.push_back(scan);
    return make<update_service_manager>(make_machine(std::make_shared<simulated_engine>(), std::move(facts)));
}

LONG services_of(const com_ptr<IUpdateServiceManager2>& manager)
{
    com_ptr<IUpdateServiceCollection> services;
    throw_if_failed(manager->get_Services(services.put()));
    LONG count = -1;
    services->get_Count(&count);
    return count;
}

bool late_flag(IDispatch& object, const char* name)
{
    return late::get(object, name).value.get().boolVal != variant_false;
}

} // namespace

TEST_CASE("a machine has the services of its facts", "[update_services][IUpdateServiceCollection::get__NewEnum]")
{
    const auto manager = manager_of_machine();
    com_ptr<IUpdateServiceCollection> services;
    REQUIRE(manager->get_Services(services.put()) == s_ok);
    LONG count = 0;
    REQUIRE(services->get_Count(&count) == s_ok);
    REQUIRE(count == 1);
    CHECK(late::each(*services).size() == 1);
    com_ptr<IUpdateService> one;
    CHECK(services->get_Item(1, one.put()) == wu_e_invalidindex);
    REQUIRE(services->get_Item(0, one.put()) == s_ok);
    bstr text;
    REQUIRE(one->get_Name(text.put()) == s_ok);
    CHECK(text.to_utf8() == "Windows Update");
    REQUIRE(one->get_ServiceID(text.put()) == s_ok);
    CHECK(text.to_utf8() == windows_update);
    VARIANT_BOOL value = variant_false;
    REQUIRE(one->get_IsRegisteredWithAU(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(one->get_OffersWindowsUpdates(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(one->get_IsManaged(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(one.query<IUpdateService2>()->get_IsDefaultAUService(&value) == s_ok);
    CHECK(value == variant_true);
}

TEST_CASE("a service that the machine knows can be added, registered and removed", "[update_services]")
{
    const auto manager = manager_of_machine();
    const bstr id("{" + std::string(microsoft_update) + "}");
    com_ptr<IUpdateServiceRegistration> registration;
    REQUIRE(manager->QueryServiceRegistration(id.get(), registration.put()) == s_ok);
    UpdateServiceRegistrationState state{};
    REQUIRE(registration->get_RegistrationState(&state) == s_ok);
    CHECK(state == usrsNotRegistered);
    com_ptr<IUpdateService2> service;
    REQUIRE(registration->get_Service(service.put()) == s_ok);
    CHECK(service == nullptr);

    REQUIRE(manager->AddService2(
                id.get(), asfRegisterServiceWithAU | asfAllowOnlineRegistration, nullptr, registration.put()) == s_ok);
    REQUIRE(registration->get_RegistrationState(&state) == s_ok);
    CHECK(state == usrsRegistered);
    VARIANT_BOOL value = variant_true;
    REQUIRE(registration->get_IsPendingRegistrationWithAU(&value) == s_ok);
    CHECK(value == variant_false);
    bstr text;
    REQUIRE(registration->get_ServiceID(text.put()) == s_ok);
    CHECK(text.to_utf8() == microsoft_update);
    REQUIRE(registration->get_Service(service.put()) == s_ok);
    REQUIRE(service != nullptr);
    CHECK(late_flag(*service, "IsRegisteredWithAU"));
    CHECK(services_of(manager) == 2);

    REQUIRE(manager->UnregisterServiceWithAU(id.get()) == s_ok);
    REQUIRE(manager->RegisterServiceWithAU(id.get()) == s_ok);
    REQUIRE(manager->RemoveService(id.get()) == s_ok);
    CHECK(services_of(manager) == 1);
    com_ptr<IUpdateService> added;
    REQUIRE(manager->AddService(id.get(), bstr("muauth.cab").get(), added.put()) == s_ok);
    CHECK(services_of(manager) == 2);
    CHECK_FALSE(late_flag(*added, "IsRegisteredWithAU"));
}

TEST_CASE("a service is added online, later or by its CAB, and not by two ways at once", "[update_services]")
{
    const auto manager = manager_of_machine();
    const bstr id(microsoft_update);
    const bstr cab("C:\\muauth.cab");
    com_ptr<IUpdateServiceRegistration> registration;
    const auto added = [&](LONG flags, const bstr& path) {
        return manager->AddService2(id.get(), flags, path.get(), registration.put());
    };
    CHECK(added(0, bstr()) == e_invalidarg);
    CHECK(added(asfRegisterServiceWithAU, bstr("")) == e_invalidarg);
    CHECK(added(asfAllowOnlineRegistration, cab) == e_invalidarg);
    CHECK(added(asfAllowPendingRegistration, cab) == e_invalidarg);
    CHECK(added(8, bstr()) == e_invalidarg);
    com_ptr<IUpdateService> service;
    CHECK(manager->AddService(id.get(), nullptr, service.put()) == e_invalidarg);
    CHECK(manager->AddService(bstr("no GUID").get(), cab.get(), service.put()) == e_invalidarg);
    CHECK(services_of(manager) == 1);
    CHECK(added(0, cab) == s_ok);
    CHECK(services_of(manager) == 2);
}

TEST_CASE("a service whose registration is pending is no service yet", "[update_services]")
{
    machine_facts facts;
    facts.services[1].state = usrsRegistrationPending;
    const com_ptr<IUpdateServiceManager2> manager =
        make<update_service_manager>(make_machine(std::make_shared<simulated_engine>(), std::move(facts)));
    const bstr id(microsoft_update);
    com_ptr<IUpdateServiceRegistration> registration;
    CHECK(manager->AddService2(id.get(), asfAllowOnlineRegistration, nullptr, registration.put()) ==
          wu_e_ds_unknownservice);
    REQUIRE(manager->AddService2(
                id.get(), asfAllowPendingRegistration | asfRegisterServiceWithAU, nullptr, registration.put()) == s_ok);
    CHECK(value_of(*registration, &IUpdateServiceRegistration::get_RegistrationState) == usrsRegistrationPending);
    CHECK(flag_of(*registration, &IUpdateServiceRegistration::get_IsPendingRegistrationWithAU));
    com_ptr<IUpdateService2> service;
    REQUIRE(registration->get_Service(service.put()) == s_ok);
    CHECK(service == nullptr);
    CHECK(services_of(manager) == 1);
    REQUIRE(manager->AddService2(id.get(), asfAllowPendingRegistration, nullptr, registration.put()) == s_ok);
    CHECK(flag_of(*registration, &IUpdateServiceRegistration::get_IsPendingRegistrationWithAU));
    REQUIRE(manager->RemoveService(id.get()) == s_ok);
    REQUIRE(manager->QueryServiceRegistration(id.get(), registration.put()) == s_ok);
    CHECK_FALSE(flag_of(*registration, &IUpdateServiceRegistration::get_IsPendingRegistrationWithAU));
}

TEST_CASE("Windows Update stays a service, and with automatic updates while it is the only one", "[update_services]")
{
    const auto manager = manager_of_machine();
    const bstr id(windows_update);
    CHECK(manager->RemoveService(id.get()) == wu_e_ds_needwindowsservice);
    CHECK(manager->UnregisterServiceWithAU(id.get()) == wu_e_ds_needwindowsservice);
    com_ptr<IUpdateServiceRegistration> registration;
    REQUIRE(manager->AddService2(bstr(microsoft_update).get(), asfAllowOnlineRegistration | asfRegisterServiceWithAU,
                                 nullptr, registration.put()) == s_ok);
    CHECK(manager->UnregisterServiceWithAU(id.get()) == s_ok);
    CHECK(manager->UnregisterServiceWithAU(bstr(microsoft_update).get()) == s_ok);
    CHECK(services_of(manager) == 2);
}

TEST_CASE("a scan package is one that the scenario knows, or is refused with a sentence", "[update_services]")
{
    const auto manager = manager_of_machine();
    const bstr name("Offline Sync Service");
    const bstr file("C:\\wsusscn2.cab");
    com_ptr<IUpdateService> service;
    CHECK(manager->AddScanPackageService(bstr("another").get(), file.get(), 0, service.put()) == wu_e_invalid_file);
    CHECK(manager->AddScanPackageService(name.get(), nullptr, 0, service.put()) == e_invalidarg);
    CHECK(manager->AddScanPackageService(name.get(), file.get(), 2, service.put()) == e_invalidarg);
    REQUIRE(manager->AddScanPackageService(name.get(), file.get(), usoNonVolatileService, service.put()) == s_ok);
    IDispatch& scan = *service;
    CHECK(late_flag(scan, "IsScanPackageService"));
    CHECK_FALSE(late_flag(scan, "CanRegisterWithAU"));
    CHECK(late::text(late::get(scan, "ServiceUrl").value) == "https://service.test");
    CHECK(late::text(late::get(scan, "SetupPrefix").value) == "prefix");
    DATE date = 0;
    REQUIRE(service->get_IssueDate(&date) == s_ok);
    CHECK(date == 46000);
    REQUIRE(service->get_ExpirationDate(&date) == s_ok);
    CHECK(date == 47000);
    VARIANT_BOOL value = variant_false;
    REQUIRE(service->get_IsScanPackageService(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(service->get_CanRegisterWithAU(&value) == s_ok);
    CHECK(value == variant_false);
    bstr text;
    REQUIRE(service->get_ServiceUrl(text.put()) == s_ok);
    REQUIRE(service->get_SetupPrefix(text.put()) == s_ok);
    variant certificate;
    REQUIRE(service->get_ContentValidationCert(certificate.put()) == s_ok);
    CHECK(certificate.vt() == VT_EMPTY);
    com_ptr<IStringCollection> urls;
    REQUIRE(service->get_RedirectUrls(urls.put()) == s_ok);
    LONG count = 0;
    REQUIRE(urls->get_Count(&count) == s_ok);
    CHECK(count == 1);
    CHECK(manager->RegisterServiceWithAU(bstr(scan_package).get()) == wu_e_invalid_operation);
    com_ptr<IUpdateServiceRegistration> registration;
    CHECK(manager->AddService2(bstr(scan_package).get(), asfAllowOnlineRegistration | asfRegisterServiceWithAU, nullptr,
                               registration.put()) == wu_e_ds_invalidoperation);
    CHECK(services_of(manager) == 2);
    REQUIRE(manager->RemoveService(bstr(scan_package).get()) == s_ok);
    CHECK(services_of(manager) == 1);
}

TEST_CASE("a service that the machine does not know is unknown", "[update_services]")
{
    const auto manager = manager_of_machine();
    const bstr id("11111111-1111-1111-1111-111111111111");
    com_ptr<IUpdateServiceRegistration> registration;
    CHECK(manager->QueryServiceRegistration(id.get(), registration.put()) == wu_e_unknown_service);
    CHECK(manager->AddService2(id.get(), 7, nullptr, registration.put()) == wu_e_unknown_service);
    CHECK(manager->RemoveService(id.get()) == wu_e_ds_unknownservice);
    CHECK(manager->RegisterServiceWithAU(id.get()) == wu_e_ds_unknownservice);
    CHECK(manager->UnregisterServiceWithAU(id.get()) == wu_e_ds_unknownservice);
    const bstr not_added(microsoft_update);
    CHECK(manager->RemoveService(not_added.get()) == wu_e_ds_unknownservice);
    CHECK(manager->RegisterServiceWithAU(not_added.get()) == wu_e_ds_unknownservice);
    const bstr none("Microsoft Update");
    CHECK(manager->RemoveService(none.get()) == e_invalidarg);
    CHECK(manager->RegisterServiceWithAU(none.get()) == wu_e_invalid_operation);
    CHECK(manager->UnregisterServiceWithAU(nullptr) == e_invalidarg);
    CHECK(manager->QueryServiceRegistration(none.get(), registration.put()) == e_invalidarg);
}

TEST_CASE("a service manager takes the options that there are, each with its kind of value", "[update_services]")
{
    const auto manager = manager_of_machine();
    const bstr allowed("AllowedServiceID");
    const bstr warning("AllowWarningUI");
    CHECK(manager->SetOption(allowed.get(), variant(windows_update).get()) == s_ok);
    CHECK(manager->SetOption(warning.get(), variant(true).get()) == s_ok);
    VARIANT_BOOL flag = variant_true;
    VARIANT referred{};
    referred.vt = static_cast<VARTYPE>(VT_BYREF | VT_BOOL);
    referred.pboolVal = &flag;
    CHECK(manager->SetOption(warning.get(), referred) == s_ok);
    CHECK(manager->SetOption(allowed.get(), variant(true).get()) == e_invalidarg);
    CHECK(manager->SetOption(warning.get(), variant("yes").get()) == e_invalidarg);
    CHECK(manager->SetOption(bstr("Speed").get(), VARIANT{}) == e_invalidarg);
    REQUIRE(manager->put_ClientApplicationID(bstr("tests").get()) == s_ok);
    bstr client;
    REQUIRE(manager->get_ClientApplicationID(client.put()) == s_ok);
    CHECK(client.to_utf8() == "tests");
}

TEST_CASE("a service manager that is locked down changes nothing that a web page must not", "[update_services]")
{
    const auto manager = manager_of_machine();
    const LONG before = services_of(manager);
    const auto lock = manager.query<IUpdateLockdown>();
    CHECK(lock->LockDown(0) == e_invalidarg);
    REQUIRE(lock->LockDown(uloForWebsiteAccess) == s_ok);
    com_ptr<IUpdateService> service;
    CHECK(manager->AddScanPackageService(bstr("Offline Sync Service").get(), bstr("C:\\scan.cab").get(), 0,
                                         service.put()) == wu_e_invalid_operation);
    CHECK(manager->RemoveService(bstr(windows_update).get()) == wu_e_invalid_operation);
    CHECK(manager->SetOption(bstr("AllowWarningUI").get(), variant(true).get()) == wu_e_invalid_operation);
    CHECK(services_of(manager) == before);
}

TEST_CASE("services tell a script what their failures mean", "[update_services]")
{
    const auto manager = manager_of_machine();
    com_ptr<IUpdateServiceCollection> services;
    REQUIRE(manager->get_Services(services.put()) == s_ok);
    com_ptr<IErrorInfo> words;
    REQUIRE(services->get_Count(nullptr) == e_pointer);
    CHECK(GetErrorInfo(0, words.put()) == s_ok);
    com_ptr<IUpdateService> one;
    REQUIRE(services->get_Item(0, one.put()) == s_ok);
    REQUIRE(one->get_Name(nullptr) == e_pointer);
    CHECK(GetErrorInfo(0, words.put()) == s_ok);
    const bstr id("{" + std::string(microsoft_update) + "}");
    com_ptr<IUpdateServiceRegistration> registration;
    REQUIRE(manager->QueryServiceRegistration(id.get(), registration.put()) == s_ok);
    REQUIRE(registration->get_ServiceID(nullptr) == e_pointer);
    REQUIRE(GetErrorInfo(0, words.put()) == s_ok);
    bstr text;
    REQUIRE(words->GetDescription(text.put()) == s_ok);
    CHECK(text.to_utf8() == "E_POINTER: a pointer that must not be null is null");
}
