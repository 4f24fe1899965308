// SPDX-License-Identifier: MIT
#pragma once

// An update, and a collection of updates, of another implementation.

#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/wuapi/wuapi.hpp>

#include <functional>
#include <optional>
#include <string>
#include <utility>

// Returns what it was given, and `failure` for everything else. It has only IUpdate, none of the newer interfaces.
template <class Object>
class answering_update : public Object
{
public:
    wua::HRESULT failure = wua::e_fail;
    std::optional<std::string> title{};
    wua::com_ptr<wua::IUpdateIdentity> identity{};
    wua::com_ptr<wua::IUpdateDownloadContentCollection> contents{};
    wua::com_ptr<wua::IUpdateCollection> bundled{};
    wua::com_ptr<wua::ICategoryCollection> categories{};
    std::optional<wua::DECIMAL> max_size{};
    std::optional<wua::DeploymentAction> action{};
    std::optional<bool> is_installed{};

    // clang-format off
    wua::HRESULT WUA_STDCALL get_Title(wua::BSTR* p) noexcept override { return give(p, title); }
    wua::HRESULT WUA_STDCALL get_AutoSelectOnWebSites(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_BundledUpdates(wua::IUpdateCollection** p) noexcept override { return give(p, bundled); }
    wua::HRESULT WUA_STDCALL get_CanRequireSource(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_Categories(wua::ICategoryCollection** p) noexcept override { return give(p, categories); }
    wua::HRESULT WUA_STDCALL get_Deadline(wua::VARIANT*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_DeltaCompressedContentAvailable(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_DeltaCompressedContentPreferred(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_Description(wua::BSTR*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_EulaAccepted(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_EulaText(wua::BSTR*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_HandlerID(wua::BSTR*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_Identity(wua::IUpdateIdentity** p) noexcept override { return give(p, identity); }
    wua::HRESULT WUA_STDCALL get_Image(wua::IImageInformation**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_InstallationBehavior(wua::IInstallationBehavior**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_IsBeta(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_IsDownloaded(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_IsHidden(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL put_IsHidden(wua::VARIANT_BOOL) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_IsInstalled(wua::VARIANT_BOOL* p) noexcept override { return give(p, is_installed); }
    wua::HRESULT WUA_STDCALL get_IsMandatory(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_IsUninstallable(wua::VARIANT_BOOL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_Languages(wua::IStringCollection**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_LastDeploymentChangeTime(wua::DATE*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_MaxDownloadSize(wua::DECIMAL* p) noexcept override { return give(p, max_size); }
    wua::HRESULT WUA_STDCALL get_MinDownloadSize(wua::DECIMAL*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_MoreInfoUrls(wua::IStringCollection**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_MsrcSeverity(wua::BSTR*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_RecommendedCpuSpeed(wua::LONG*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_RecommendedHardDiskSpace(wua::LONG*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_RecommendedMemory(wua::LONG*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_ReleaseNotes(wua::BSTR*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_SecurityBulletinIDs(wua::IStringCollection**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_SupersededUpdateIDs(wua::IStringCollection**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_SupportUrl(wua::BSTR*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_Type(wua::UpdateType*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_UninstallationNotes(wua::BSTR*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_UninstallationBehavior(wua::IInstallationBehavior**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_UninstallationSteps(wua::IStringCollection**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_KBArticleIDs(wua::IStringCollection**) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL AcceptEula() noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_DeploymentAction(wua::DeploymentAction* p) noexcept override { return give(p, action); }
    wua::HRESULT WUA_STDCALL CopyFromCache(wua::BSTR, wua::VARIANT_BOOL) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_DownloadPriority(wua::DownloadPriority*) noexcept override { return failure; }
    wua::HRESULT WUA_STDCALL get_DownloadContents(wua::IUpdateDownloadContentCollection** p) noexcept override { return give(p, contents); }
    // clang-format on

protected:
    ~answering_update() = default;

private:
    template <class T, class Value>
    wua::HRESULT give(T* place, const Value& value) const noexcept
    {
        if (!value)
        {
            return failure;
        }
        return wua::answer(place, [&] {
            if constexpr (requires { value.value(); })
            {
                return *value;
            }
            else
            {
                return value;
            }
        });
    }
};

// May be called by any thread.
class foreign_update final : public answering_update<wua::implements<foreign_update, wua::IUpdate>>
{
public:
    ~foreign_update()
    {
        if (on_destroyed)
        {
            on_destroyed();
        }
    }

    std::function<void()> on_destroyed{};
};

// Claims to have `count` updates and calls `item` for each. It cannot be changed.
template <class Object>
class answering_collection : public Object
{
public:
    wua::LONG count = 0;
    wua::HRESULT count_code = wua::s_ok;
    std::function<wua::HRESULT(wua::LONG, wua::IUpdate**)> item{};
    std::function<void()> on_count = [] {}; // may throw, like a careless client's collection

    wua::HRESULT WUA_STDCALL get_Item(wua::LONG index, wua::IUpdate** retval) noexcept override
    {
        return item(index, retval);
    }

    wua::HRESULT WUA_STDCALL put_Item(wua::LONG, wua::IUpdate*) noexcept override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get__NewEnum(wua::IUnknown**) noexcept override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_Count(wua::LONG* retval) override
    {
        on_count();
        *retval = count;
        return count_code;
    }

    wua::HRESULT WUA_STDCALL get_ReadOnly(wua::VARIANT_BOOL*) noexcept override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL Add(wua::IUpdate*, wua::LONG*) noexcept override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL Clear() noexcept override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL Copy(wua::IUpdateCollection**) noexcept override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL Insert(wua::LONG, wua::IUpdate*) noexcept override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL RemoveAt(wua::LONG) noexcept override
    {
        return wua::e_notimpl;
    }

protected:
    ~answering_collection() = default;
};

// May be called by any thread.
class foreign_collection final
    : public answering_collection<wua::implements<foreign_collection, wua::IUpdateCollection>>
{};
