// SPDX-License-Identifier: MIT
#pragma once

// What an agent has besides updates and downloaders: installers, services and a history. A program that only searches
// and downloads needs none of it; machine_parts provides all of it.

#include <wua/com/abi_boundary.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace wua
{

struct IUpdateHistoryEntryCollection;
struct IUpdateInstaller;
struct IUpdateServiceManager2;

/// Its members are called from any thread, with no lock held. What they throw becomes the HRESULT of the call.
class agent_parts
{
public:
    agent_parts() = default;
    agent_parts(const agent_parts&) = delete;
    agent_parts& operator=(const agent_parts&) = delete;
    virtual ~agent_parts() = default;

    /// The caller owns what is stored in *retval. `client` is the ClientApplicationID.
    virtual void make_installer(std::string_view client, IUpdateInstaller** retval) = 0;
    virtual void make_service_manager(std::string_view client, IUpdateServiceManager2** retval) = 0;

    /// Empty criteria: all entries.
    virtual void query_history(std::string_view criteria, LONG start, LONG count,
                               IUpdateHistoryEntryCollection** retval) = 0;
    virtual LONG history_count() = 0;

    /// An object of a class that only a machine has; null for other classes.
    virtual com_ptr<IUnknown> make_object(const guid& clsid) = 0;

    /// A search begins, with valid criteria. Returns the identifiers of the updates that it does not find yet.
    virtual std::vector<std::string> begin_search() = 0;

    /// The search has succeeded.
    virtual void note_search() noexcept = 0;
};

namespace detail
{

// The body of an ABI method that returns an object of the parts: f() stores it, or throws. The interface may be
// incomplete.
template <class I, class F>
HRESULT answer_from_parts(I** retval, F&& f) noexcept
{
    if (retval == nullptr)
    {
        return report_failure(e_pointer);
    }
    *retval = nullptr;
    return guarded(f);
}

} // namespace detail
} // namespace wua
