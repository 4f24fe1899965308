// SPDX-License-Identifier: MIT
#pragma once

// What a recorder knows of the interfaces through which clients call: the member behind each slot of a vtable.

#include <wua/com/abi.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/interface_table.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wua::detail
{

// What a call has to do with the rules that a client keeps; see client_conduct.
enum class call_role : std::uint8_t
{
    other,
    begin,        // BeginDownload and its like
    end,          // EndDownload and its like
    operation,    // Download and its like, which wait
    clean_up,     // CleanUp
    wait,         // IDownloadJobDetails::Wait
    abort,        // RequestAbort
    state,        // get_AsyncState
    poll,         // what is asked again and again: IsCompleted, GetProgress, IsBusy
    setting,      // a put, or Add and Insert of a collection
    read_result,  // how an operation ended, or one of its updates
    read_restart, // RebootRequired
};

// A member in its slot.
struct recorded_slot
{
    std::string name; // "IDownloadJob::get_IsCompleted"; empty for the slots of IUnknown and IDispatch
    const char* parameters = "";
    const call_signature* signature = nullptr;
    call_role role = call_role::other;
};

// The vtables lie in recorded_vtable.hpp.
struct recorded_interface
{
    const interface_table* table;
    const char* name;
    const void* vtable;
    std::vector<recorded_slot> members; // from that of QueryInterface
};

// All that wuapi/ declares and clients call; none of those that clients implement. Made once, and never destroyed,
// since a client may call until the very end.
const std::vector<recorded_interface>& recorded_interfaces();

// The name of the interface, or its digits.
std::string name_of_interface(REFIID iid);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/recorded_interface.ipp>
#endif
