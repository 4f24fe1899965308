// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/recorded_interface.hpp>.

#include <wua/agent/recording/recorded_interface.hpp>
#include <wua/agent/recording/recorded_vtable.hpp>
#include <wua/wuapi/interface_list.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace wua::detail
{

WUA_COLD call_role role_of_member(std::string_view name, bool is_put) noexcept
{
    static constexpr std::pair<std::string_view, call_role> known[] = {
        {"Download", call_role::operation},
        {"Download2", call_role::operation},
        {"Install", call_role::operation},
        {"Uninstall", call_role::operation},
        {"Search", call_role::operation},
        {"CleanUp", call_role::clean_up},
        {"Wait", call_role::wait},
        {"RequestAbort", call_role::abort},
        {"AsyncState", call_role::state},
        {"IsCompleted", call_role::poll},
        {"GetProgress", call_role::poll},
        {"IsBusy", call_role::poll},
        {"Add", call_role::setting},
        {"Insert", call_role::setting},
        {"ResultCode", call_role::read_result},
        {"HResult", call_role::read_result},
        {"GetUpdateResult", call_role::read_result},
        {"RebootRequired", call_role::read_restart},
    };
    if (is_put)
    {
        return call_role::setting;
    }
    const auto* const found =
        std::find_if(std::begin(known), std::end(known), [&](const auto& one) { return one.first == name; });
    if (found != std::end(known))
    {
        return found->second;
    }
    return name.starts_with("Begin") ? call_role::begin : name.starts_with("End") ? call_role::end : call_role::other;
}

// The slots that the interface itself declares, without those it inherits.
WUA_COLD void append_own_slots(std::vector<recorded_slot>& members, const interface_table& table, std::string_view name)
{
    for (const dispatch_member& row : table)
    {
        const bool is_property = row.kinds() != 0 ? (row.kinds() & dispatch_method) == 0 : row.write != nullptr;
        for_each_function(row, [&](const dispatch_function& one) {
            const bool is_put = &one == row.write;
            std::string full(name);
            full += is_put ? "::put_" : is_property ? "::get_" : "::";
            full += row.name;
            members.push_back({std::move(full), row.parameters, one.signature, role_of_member(row.name, is_put)});
        });
    }
}

// Bases come before the interfaces that extend them, so their names are known already.
WUA_COLD void append_slots(std::vector<recorded_slot>& members, const interface_table& table,
                           const std::vector<std::pair<const interface_table*, const char*>>& names)
{
    if (table.base != nullptr)
    {
        append_slots(members, *table.base, names);
    }
    if (same(table.iid, iid_of<IDispatch>))
    {
        members.resize(7);
        return;
    }
    members.resize(std::max<std::size_t>(members.size(), 3));
    for (const auto& [known, name] : names)
    {
        if (same(known->iid, table.iid))
        {
            append_own_slots(members, table, name);
        }
    }
}

WUA_COLD std::vector<recorded_interface> make_recorded_interfaces()
{
    std::vector<std::pair<const interface_table*, const char*>> names;
    for_each_interface([&]<class I>(const char* name) { names.emplace_back(&interface_table_of<I>, name); });
    std::vector<recorded_interface> made;
    for_each_interface([&]<class I>(const char* name) {
        if constexpr (std::is_base_of_v<IDispatch, I> || std::is_same_v<I, IUpdateLockdown>)
        {
            recorded_interface one{&interface_table_of<I>, name, recorded_vtable<I>::get(), {}};
            append_slots(one.members, *one.table, names);
            if constexpr (std::is_same_v<I, IUpdateLockdown>)
            {
                one.members.push_back({"IUpdateLockdown::LockDown", "flags", &lock_down_signature, call_role::other});
            }
            made.push_back(std::move(one));
        }
    });
    return made;
}

WUA_COLD const std::vector<recorded_interface>& recorded_interfaces()
{
    static const auto* const made = new std::vector<recorded_interface>(make_recorded_interfaces());
    return *made;
}

WUA_COLD std::string name_of_interface(REFIID iid)
{
    if (same(iid, iid_of<IUnknown>))
    {
        return "IUnknown";
    }
    if (same(iid, iid_of<IDispatch>))
    {
        return "IDispatch";
    }
    std::string name = to_string(iid);
    for_each_interface([&]<class I>(const char* known) {
        if (same(iid, iid_of<I>))
        {
            name = known;
        }
    });
    return name;
}

} // namespace wua::detail
