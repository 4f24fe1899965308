// SPDX-License-Identifier: MIT
#pragma once

// Records what a client does with an agent, and reports at the end what broke the rules. An agent without a recorder
// pays nothing for it.

#include <wua/agent/client_finding.hpp>
#include <wua/agent/update_agent.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/separate_compilation.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace wua
{

namespace detail
{
class recording;
}

/// What a recorder does besides collecting findings.
struct recorder_options
{
    /// Receives a line of JSON for each call; an existing file is replaced. Empty: no log.
    std::filesystem::path log{};

    /// end() writes the findings to standard error as text.
    bool reports = false;
};

/// Reads WUA_SCENARIO_LOG, the name of the log, and WUA_SCENARIO_REPORT, which switches on the report if set to
/// anything but an empty text or 0, from this process's environment as it was at the start.
recorder_options recorder_options_of_environment();

/// Stands in front of every object that clients of an agent hold. Clients see no difference except the address:
/// pointers compare like those of the objects, every interface and late binding works, and an object ends when they
/// release it. Any thread may call any member.
class call_recorder
{
public:
    /// Throws hresult_error when the log cannot be opened.
    explicit call_recorder(const recorder_options& options);

    call_recorder(const call_recorder&) = delete;
    call_recorder& operator=(const call_recorder&) = delete;

    /// Does what end() does.
    ~call_recorder();

    /// An object as seen by the client that creates it.
    com_ptr<IUnknown> shown(com_ptr<IUnknown> object);

    /// Checks what the client still holds and has left undone, closes the log, and reports. Objects continue to work. A
    /// second call changes nothing.
    std::vector<client_finding> end();

private:
    const std::shared_ptr<detail::recording> m_recording;
    const bool m_reports;
};

/// The agent behind the recorder, which it keeps alive. Null: the agent itself.
update_agent recorded(update_agent agent, std::shared_ptr<call_recorder> recorder);

/// With a recorder of its own if the environment asks for one. The recorder ends with the last copy of the agent.
update_agent recorded_as_asked(update_agent agent);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/call_recorder.ipp>
#endif
