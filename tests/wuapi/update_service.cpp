// SPDX-License-Identifier: MIT
// Holds update_service.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_service.hpp>

using namespace wua;

TEST_CASE("IUpdateService is what the type library says", "[update_service]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateService>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateService>) == "76b3b17e-aed6-4da5-85f0-83587f81abe3");
    check_members<IUpdateService>({
        {7, 0, "Name", slot_of(&IUpdateService::get_Name)},
        {8, 0x60020001, "ContentValidationCert", slot_of(&IUpdateService::get_ContentValidationCert)},
        {9, 0x60020002, "ExpirationDate", slot_of(&IUpdateService::get_ExpirationDate)},
        {10, 0x60020003, "IsManaged", slot_of(&IUpdateService::get_IsManaged)},
        {11, 0x60020004, "IsRegisteredWithAU", slot_of(&IUpdateService::get_IsRegisteredWithAU)},
        {12, 0x60020005, "IssueDate", slot_of(&IUpdateService::get_IssueDate)},
        {13, 0x60020006, "OffersWindowsUpdates", slot_of(&IUpdateService::get_OffersWindowsUpdates)},
        {14, 0x60020007, "RedirectUrls", slot_of(&IUpdateService::get_RedirectUrls)},
        {15, 0x60020008, "ServiceID", slot_of(&IUpdateService::get_ServiceID)},
        {16, 0x6002000A, "IsScanPackageService", slot_of(&IUpdateService::get_IsScanPackageService)},
        {17, 0x6002000B, "CanRegisterWithAU", slot_of(&IUpdateService::get_CanRegisterWithAU)},
        {18, 0x6002000C, "ServiceUrl", slot_of(&IUpdateService::get_ServiceUrl)},
        {19, 0x6002000D, "SetupPrefix", slot_of(&IUpdateService::get_SetupPrefix)},
    });
}

TEST_CASE("IUpdateService2 is what the type library says", "[update_service]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateService2>, IUpdateService>);
    CHECK(to_string(iid_of<IUpdateService2>) == "1518b460-6518-4172-940f-c75883b24ceb");
    check_members<IUpdateService2>({
        {20, 0x60030001, "IsDefaultAUService", slot_of(&IUpdateService2::get_IsDefaultAUService)},
    });
}

TEST_CASE("IUpdateServiceCollection is what the type library says", "[update_service]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateServiceCollection>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateServiceCollection>) == "9b0353aa-0e52-44ff-b8b0-1f7fa0437f88");
    check_members<IUpdateServiceCollection>({
        {7, 0, "Item", slot_of(&IUpdateServiceCollection::get_Item)},
        {8, -4, "_NewEnum", slot_of(&IUpdateServiceCollection::get__NewEnum)},
        {9, 0x60020001, "Count", slot_of(&IUpdateServiceCollection::get_Count)},
    });
}

TEST_CASE("IUpdateServiceRegistration is what the type library says", "[update_service]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateServiceRegistration>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateServiceRegistration>) == "dde02280-12b3-4e0b-937b-6747f6acb286");
    check_members<IUpdateServiceRegistration>({
        {7, 0, "RegistrationState", slot_of(&IUpdateServiceRegistration::get_RegistrationState)},
        {8, 0x60020001, "ServiceID", slot_of(&IUpdateServiceRegistration::get_ServiceID)},
        {9, 0x60020002, "IsPendingRegistrationWithAU",
         slot_of(&IUpdateServiceRegistration::get_IsPendingRegistrationWithAU)},
        {10, 0x60020003, "Service", slot_of(&IUpdateServiceRegistration::get_Service)},
    });
}

TEST_CASE("IUpdateServiceManager is what the type library says", "[update_service]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateServiceManager>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateServiceManager>) == "23857e3c-02ba-44a3-9423-b1c900805f37");
    check_members<IUpdateServiceManager>({
        {7, 0x60020001, "Services", slot_of(&IUpdateServiceManager::get_Services)},
        {8, 0x60020002, "AddService", slot_of(&IUpdateServiceManager::AddService)},
        {9, 0x60020003, "RegisterServiceWithAU", slot_of(&IUpdateServiceManager::RegisterServiceWithAU)},
        {10, 0x60020004, "RemoveService", slot_of(&IUpdateServiceManager::RemoveService)},
        {11, 0x60020005, "UnregisterServiceWithAU", slot_of(&IUpdateServiceManager::UnregisterServiceWithAU)},
        {12, 0x60020006, "AddScanPackageService", slot_of(&IUpdateServiceManager::AddScanPackageService)},
        {13, 0x60010007, "SetOption", slot_of(&IUpdateServiceManager::SetOption)},
    });
}

TEST_CASE("IUpdateServiceManager2 is what the type library says", "[update_service]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateServiceManager2>, IUpdateServiceManager>);
    CHECK(to_string(iid_of<IUpdateServiceManager2>) == "0bb8531d-7e8d-424f-986c-a0b8f60a3e7b");
    check_members<IUpdateServiceManager2>({
        {14, 0x60030001, "ClientApplicationID", slot_of(&IUpdateServiceManager2::get_ClientApplicationID)},
        {15, 0x60030001, "ClientApplicationID", slot_of(&IUpdateServiceManager2::put_ClientApplicationID)},
        {16, 0x60030002, "QueryServiceRegistration", slot_of(&IUpdateServiceManager2::QueryServiceRegistration)},
        {17, 0x60030003, "AddService2", slot_of(&IUpdateServiceManager2::AddService2)},
    });
}
