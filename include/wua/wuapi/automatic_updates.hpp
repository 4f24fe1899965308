// SPDX-License-Identifier: MIT
#pragma once

// The automatic updates of a machine and their settings.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/machine_enums.hpp>

namespace wua
{

/// How a machine updates itself. Changes take effect with Save.
struct IAutomaticUpdatesSettings : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_NotificationLevel(AutomaticUpdatesNotificationLevel* retval) = 0;
    virtual HRESULT WUA_STDCALL put_NotificationLevel(AutomaticUpdatesNotificationLevel value) = 0;
    virtual HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Required(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ScheduledInstallationDay(AutomaticUpdatesScheduledInstallationDay* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ScheduledInstallationDay(AutomaticUpdatesScheduledInstallationDay value) = 0;

    /// An hour, from 0 to 23.
    virtual HRESULT WUA_STDCALL get_ScheduledInstallationTime(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ScheduledInstallationTime(LONG value) = 0;

    /// Discards changes that have not been saved.
    virtual HRESULT WUA_STDCALL Refresh() = 0;
    virtual HRESULT WUA_STDCALL Save() = 0;

protected:
    ~IAutomaticUpdatesSettings() = default;
};

template <>
inline constexpr guid iid_of<IAutomaticUpdatesSettings> = "2ee48f22-af3c-405f-8970-f71be12ee9a2"_guid;

template <>
struct members_of<IAutomaticUpdatesSettings>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"NotificationLevel", 0x60020001, propget<&I::get_NotificationLevel>, propput<&I::put_NotificationLevel>},
        {"ReadOnly", 0x60020002, propget<&I::get_ReadOnly>},
        {"Required", 0x60020003, propget<&I::get_Required>},
        {"ScheduledInstallationDay", 0x60020004, propget<&I::get_ScheduledInstallationDay>,
         propput<&I::put_ScheduledInstallationDay>},
        {"ScheduledInstallationTime", 0x60020005, propget<&I::get_ScheduledInstallationTime>,
         propput<&I::put_ScheduledInstallationTime>},
        {"Refresh", 0x60020006, method<&I::Refresh>},
        {"Save", 0x60020007, method<&I::Save>},
    };
};

/// IAutomaticUpdatesSettings plus recommended updates and permissions.
struct IAutomaticUpdatesSettings2 : IAutomaticUpdatesSettings
{
    using base_interface = IAutomaticUpdatesSettings;

    virtual HRESULT WUA_STDCALL get_IncludeRecommendedUpdates(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_IncludeRecommendedUpdates(VARIANT_BOOL value) = 0;
    virtual HRESULT WUA_STDCALL CheckPermission(AutomaticUpdatesUserType userType,
                                                AutomaticUpdatesPermissionType permissionType,
                                                VARIANT_BOOL* userHasPermission) = 0;

protected:
    ~IAutomaticUpdatesSettings2() = default;
};

template <>
inline constexpr guid iid_of<IAutomaticUpdatesSettings2> = "6abc136a-c3ca-4384-8171-cb2b1e59b8dc"_guid;

template <>
struct members_of<IAutomaticUpdatesSettings2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"IncludeRecommendedUpdates", 0x60030001, propget<&I::get_IncludeRecommendedUpdates>,
         propput<&I::put_IncludeRecommendedUpdates>},
        {"CheckPermission", 0x60030002, method<&I::CheckPermission>, "userType permissionType"},
    };
};

/// IAutomaticUpdatesSettings2 plus two more switches.
struct IAutomaticUpdatesSettings3 : IAutomaticUpdatesSettings2
{
    using base_interface = IAutomaticUpdatesSettings2;

    virtual HRESULT WUA_STDCALL get_NonAdministratorsElevated(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_NonAdministratorsElevated(VARIANT_BOOL value) = 0;
    virtual HRESULT WUA_STDCALL get_FeaturedUpdatesEnabled(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_FeaturedUpdatesEnabled(VARIANT_BOOL value) = 0;

protected:
    ~IAutomaticUpdatesSettings3() = default;
};

template <>
inline constexpr guid iid_of<IAutomaticUpdatesSettings3> = "b587f5c3-f57e-485f-bbf5-0d181c5cd0dc"_guid;

template <>
struct members_of<IAutomaticUpdatesSettings3>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"NonAdministratorsElevated", 0x60040001, propget<&I::get_NonAdministratorsElevated>,
         propput<&I::put_NonAdministratorsElevated>},
        {"FeaturedUpdatesEnabled", 0x60040002, propget<&I::get_FeaturedUpdatesEnabled>,
         propput<&I::put_FeaturedUpdatesEnabled>},
    };
};

/// When automatic updates last succeeded: VT_DATE in UTC, or VT_EMPTY for never.
struct IAutomaticUpdatesResults : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_LastSearchSuccessDate(VARIANT* retval) = 0;
    virtual HRESULT WUA_STDCALL get_LastInstallationSuccessDate(VARIANT* retval) = 0;

protected:
    ~IAutomaticUpdatesResults() = default;
};

template <>
inline constexpr guid iid_of<IAutomaticUpdatesResults> = "e7a4d634-7942-4dd9-a111-82228ba33901"_guid;

template <>
struct members_of<IAutomaticUpdatesResults>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"LastSearchSuccessDate", 0x60020001, propget<&I::get_LastSearchSuccessDate>},
        {"LastInstallationSuccessDate", 0x60020002, propget<&I::get_LastInstallationSuccessDate>},
    };
};

/// The automatic updates of a machine.
struct IAutomaticUpdates : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL DetectNow() = 0;
    virtual HRESULT WUA_STDCALL Pause() = 0;
    virtual HRESULT WUA_STDCALL Resume() = 0;
    virtual HRESULT WUA_STDCALL ShowSettingsDialog() = 0;
    virtual HRESULT WUA_STDCALL get_Settings(IAutomaticUpdatesSettings** retval) = 0;
    virtual HRESULT WUA_STDCALL get_ServiceEnabled(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL EnableService() = 0;

protected:
    ~IAutomaticUpdates() = default;
};

template <>
inline constexpr guid iid_of<IAutomaticUpdates> = "673425bf-c082-4c7c-bdfd-569464b8e0ce"_guid;

template <>
struct members_of<IAutomaticUpdates>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"DetectNow", 0x60020001, method<&I::DetectNow>},
        {"Pause", 0x60020002, method<&I::Pause>},
        {"Resume", 0x60020003, method<&I::Resume>},
        {"ShowSettingsDialog", 0x60020004, method<&I::ShowSettingsDialog>},
        {"Settings", 0x60020005, propget<&I::get_Settings>},
        {"ServiceEnabled", 0x60020006, propget<&I::get_ServiceEnabled>},
        {"EnableService", 0x60020007, method<&I::EnableService>},
    };
};

/// IAutomaticUpdates plus the results of the last runs.
struct IAutomaticUpdates2 : IAutomaticUpdates
{
    using base_interface = IAutomaticUpdates;

    virtual HRESULT WUA_STDCALL get_Results(IAutomaticUpdatesResults** retval) = 0;

protected:
    ~IAutomaticUpdates2() = default;
};

template <>
inline constexpr guid iid_of<IAutomaticUpdates2> = "4a2f5c31-cfd9-410e-b7fb-29a653973a0f"_guid;

template <>
struct members_of<IAutomaticUpdates2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Results", 0x60030001, propget<&I::get_Results>},
    };
};

} // namespace wua
