// SPDX-License-Identifier: MIT
#pragma once

// The class objects of an agent, which COM asks for a session, a downloader, a searcher or a collection.

#include <wua/agent/update_agent.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/implements.hpp>

#include <functional>
#include <utility>

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

/// Makes objects of one class, on any thread. What the function throws becomes the HRESULT of CreateInstance.
class class_factory final : public implements<class_factory, IClassFactory>
{
public:
    explicit class_factory(std::function<com_ptr<IUnknown>()> make_object) : m_make_object(std::move(make_object)) {}

    /// `class_e_noaggregation` if there is an outer object, `e_nointerface` for an interface that the class does not
    /// implement; *object is null then.
    HRESULT WUA_STDCALL CreateInstance(IUnknown* outer, REFIID iid, void** object) noexcept override
    {
        if (object == nullptr)
        {
            return report_failure(e_pointer);
        }
        *object = nullptr;
        if (outer != nullptr)
        {
            return report_failure(class_e_noaggregation);
        }
        return guarded([&] { return m_make_object()->QueryInterface(iid, object); });
    }

    /// Does nothing: a module whose objects may have threads of their own stays loaded anyway.
    HRESULT WUA_STDCALL LockServer(BOOL) noexcept override
    {
        return s_ok;
    }

private:
    const std::function<com_ptr<IUnknown>()> m_make_object;
};

/// The class object of one class, for DllGetClassObject and CoRegisterClassObject. Throws
/// hresult_error(class_e_classnotavailable) for a class that the agent does not have.
inline com_ptr<IClassFactory> class_object(const update_agent& agent, const guid& clsid)
{
    if (!has_class(agent, clsid))
    {
        throw hresult_error(class_e_classnotavailable);
    }
    return make<class_factory>([agent, clsid] { return make_object(agent, clsid); });
}

} // namespace wua
