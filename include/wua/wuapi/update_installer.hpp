// SPDX-License-Identifier: MIT
#pragma once

// Installs and uninstalls updates, either while the caller waits or in the background.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/installation_job.hpp>
#include <wua/wuapi/installation_result.hpp>
#include <wua/wuapi/update_collection.hpp>

namespace wua
{

/// Installs a collection of updates. A job takes the settings as they are when it begins. Only one job can install on a
/// machine at a time: another one fails with `wu_e_install_not_allowed`.
struct IUpdateInstaller : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) = 0;

    /// VARIANT_TRUE also installs updates that are already installed.
    virtual HRESULT WUA_STDCALL get_IsForced(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_IsForced(VARIANT_BOOL value) = 0;

    /// An HWND. The type library hides it from scripts.
    virtual HRESULT WUA_STDCALL get_ParentHwnd(void** retval) = 0;
    virtual HRESULT WUA_STDCALL put_ParentHwnd(void* value) = 0;

    /// Unusually, the put precedes the get in the vtable.
    virtual HRESULT WUA_STDCALL put_ParentWindow(IUnknown* value) = 0;
    virtual HRESULT WUA_STDCALL get_ParentWindow(IUnknown** retval) = 0;
    virtual HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL put_Updates(IUpdateCollection* value) = 0;

    /// `wu_e_no_update` if there are no updates.
    virtual HRESULT WUA_STDCALL BeginInstall(IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
                                             IInstallationJob** retval) = 0;
    virtual HRESULT WUA_STDCALL BeginUninstall(IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
                                               IInstallationJob** retval) = 0;

    /// Waits until the job is over, and returns its result.
    virtual HRESULT WUA_STDCALL EndInstall(IInstallationJob* value, IInstallationResult** retval) = 0;
    virtual HRESULT WUA_STDCALL EndUninstall(IInstallationJob* value, IInstallationResult** retval) = 0;
    virtual HRESULT WUA_STDCALL Install(IInstallationResult** retval) = 0;
    virtual HRESULT WUA_STDCALL RunWizard(BSTR dialogTitle, IInstallationResult** retval) = 0;

    /// Whether any job on the whole machine is installing or uninstalling now.
    virtual HRESULT WUA_STDCALL get_IsBusy(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL Uninstall(IInstallationResult** retval) = 0;
    virtual HRESULT WUA_STDCALL get_AllowSourcePrompts(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_AllowSourcePrompts(VARIANT_BOOL value) = 0;
    virtual HRESULT WUA_STDCALL get_RebootRequiredBeforeInstallation(VARIANT_BOOL* retval) = 0;

protected:
    ~IUpdateInstaller() = default;
};

template <>
inline constexpr guid iid_of<IUpdateInstaller> = "7b929c68-ccdc-4226-96b1-8724600b54c2"_guid;

template <>
struct members_of<IUpdateInstaller>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"ClientApplicationID", 0x60020001, propget<&I::get_ClientApplicationID>, propput<&I::put_ClientApplicationID>},
        {"IsForced", 0x60020002, propget<&I::get_IsForced>, propput<&I::put_IsForced>},
        {"ParentHwnd", 0x60020003, hidden<VT_PTR>, hidden<VT_EMPTY, VT_PTR>},
        {"ParentWindow", 0x60020004, propput<&I::put_ParentWindow>, propget<&I::get_ParentWindow>},
        {"Updates", 0x60020005, propget<&I::get_Updates>, propput<&I::put_Updates>},
        {"BeginInstall", 0x60020006, method<&I::BeginInstall>, "onProgressChanged onCompleted state"},
        {"BeginUninstall", 0x60020007, method<&I::BeginUninstall>, "onProgressChanged onCompleted state"},
        {"EndInstall", 0x60020008, method<&I::EndInstall>, "value"},
        {"EndUninstall", 0x60020009, method<&I::EndUninstall>, "value"},
        {"Install", 0x6002000A, method<&I::Install>},
        {"RunWizard", 0x6002000B, method<&I::RunWizard>, "dialogTitle"},
        {"IsBusy", 0x6002000C, propget<&I::get_IsBusy>},
        {"Uninstall", 0x6002000D, method<&I::Uninstall>},
        {"AllowSourcePrompts", 0x6002000E, propget<&I::get_AllowSourcePrompts>, propput<&I::put_AllowSourcePrompts>},
        {"RebootRequiredBeforeInstallation", 0x6002000F, propget<&I::get_RebootRequiredBeforeInstallation>},
    };
};

/// IUpdateInstaller plus the choice to install silently.
struct IUpdateInstaller2 : IUpdateInstaller
{
    using base_interface = IUpdateInstaller;

    virtual HRESULT WUA_STDCALL get_ForceQuiet(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ForceQuiet(VARIANT_BOOL value) = 0;

protected:
    ~IUpdateInstaller2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateInstaller2> = "3442d4fe-224d-4cee-98cf-30e0c4d229e6"_guid;

template <>
struct members_of<IUpdateInstaller2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"ForceQuiet", 0x60030001, propget<&I::get_ForceQuiet>, propput<&I::put_ForceQuiet>},
    };
};

/// IUpdateInstaller2 plus the choice to close running programs.
struct IUpdateInstaller3 : IUpdateInstaller2
{
    using base_interface = IUpdateInstaller2;

    virtual HRESULT WUA_STDCALL get_AttemptCloseAppsIfNecessary(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_AttemptCloseAppsIfNecessary(VARIANT_BOOL value) = 0;

protected:
    ~IUpdateInstaller3() = default;
};

template <>
inline constexpr guid iid_of<IUpdateInstaller3> = "16d11c35-099a-48d0-8338-5fae64047f8e"_guid;

template <>
struct members_of<IUpdateInstaller3>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"AttemptCloseAppsIfNecessary", 0x60040001, propget<&I::get_AttemptCloseAppsIfNecessary>,
         propput<&I::put_AttemptCloseAppsIfNecessary>},
    };
};

/// IUpdateInstaller3 plus Commit, which completes a staged installation.
struct IUpdateInstaller4 : IUpdateInstaller3
{
    using base_interface = IUpdateInstaller3;

    virtual HRESULT WUA_STDCALL Commit(DWORD dwFlags) = 0;

protected:
    ~IUpdateInstaller4() = default;
};

template <>
inline constexpr guid iid_of<IUpdateInstaller4> = "ef8208ea-2304-492d-9109-23813b0958e1"_guid;

template <>
struct members_of<IUpdateInstaller4>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Commit", 0x60040002, method<&I::Commit>, "dwFlags"},
    };
};

} // namespace wua
