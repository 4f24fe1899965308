// SPDX-License-Identifier: MIT
#pragma once

// The class objects of an agent: what COM asks for a session, a downloader, a searcher or a collection.

#include <array>
#include <functional>
#include <utility>

#include <wua/com/guid.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/windows/update_agent.hpp>
#include <wua/wuapi/class_ids.hpp>

namespace wua
{
namespace detail
{

template <>
struct base_of<IClassFactory>
{
    using type = IUnknown;
};

} // namespace detail

template <>
inline constexpr guid iid_of<IClassFactory> = "00000001-0000-0000-c000-000000000046"_guid;

/// Makes objects of one class. Any thread may call it; a failure to make an object is the HRESULT of CreateInstance.
class class_factory final : public implements<class_factory, IClassFactory>
{
public:
    explicit class_factory(std::function<com_ptr<IUnknown>()> make_object) : m_make_object(std::move(make_object)) {}

    /// `class_e_noaggregation` for an outer object, `e_nointerface` for an interface that the class lacks; *object is
    /// then null.
    HRESULT WUA_STDCALL CreateInstance(IUnknown* outer, REFIID iid, void** object) noexcept override
    {
        if (object == nullptr)
        {
            return e_pointer;
        }
        *object = nullptr;
        if (outer != nullptr)
        {
            return class_e_noaggregation;
        }
        return guarded([&] { return m_make_object()->QueryInterface(iid, object); });
    }

    /// Nothing to do: a module whose objects may have threads of their own stays loaded anyway.
    HRESULT WUA_STDCALL LockServer(BOOL) noexcept override
    {
        return s_ok;
    }

private:
    const std::function<com_ptr<IUnknown>()> m_make_object;
};

/// The classes that an agent has: every one whose objects a client of downloads creates itself.
inline constexpr auto agent_classes = std::to_array<guid>({
    clsid_update_session,
    clsid_update_downloader,
    clsid_update_searcher,
    clsid_update_collection,
    clsid_string_collection,
});

/// The class object of one class, as DllGetClassObject and CoRegisterClassObject want it. Throws
/// hresult_error(class_e_classnotavailable) for a class that is not one of agent_classes.
inline com_ptr<IClassFactory> class_object(const update_agent& agent, const guid& clsid)
{
    const auto factory = [](auto make_object)
    { return make<class_factory>([make_object] { return com_ptr<IUnknown>(make_object()); }); };
    const auto session = [agent] { return make_session(agent.updates, agent.make_downloader); };
    if (same(clsid, clsid_update_session))
    {
        return factory(session);
    }
    if (same(clsid, clsid_update_downloader))
    {
        return factory(
            [session]
            {
                com_ptr<IUpdateDownloader> downloader;
                throw_if_failed(session()->CreateUpdateDownloader(downloader.put()));
                return downloader;
            });
    }
    if (same(clsid, clsid_update_searcher))
    {
        return factory([agent] { return make_searcher(agent.updates); });
    }
    if (same(clsid, clsid_update_collection))
    {
        return factory([] { return make_update_collection(); });
    }
    if (same(clsid, clsid_string_collection))
    {
        return factory([] { return make_string_collection(); });
    }
    throw hresult_error(class_e_classnotavailable);
}

} // namespace wua
