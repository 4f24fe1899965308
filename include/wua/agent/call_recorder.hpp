// SPDX-License-Identifier: MIT
#pragma once

// Writes down what a client does with an agent, and says at the end what was against the rules. An agent without a
// recorder knows nothing of it and pays nothing.

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

/// What a recorder does besides finding.
struct recorder_options
{
    /// Gets a line of JSON for each call; it is replaced. Empty: no log.
    std::filesystem::path log{};

    /// The end writes the findings to standard error as text.
    bool reports = false;
};

/// WUA_SCENARIO_LOG, the name of the log, and WUA_SCENARIO_REPORT, which reports when it is there and is neither empty
/// nor 0, of this process's environment as it was at the start.
recorder_options recorder_options_of_environment();

/// Stands before every object that clients of an agent hold. What they see is the same but for the address: their
/// pointers compare as those of the objects would, every interface and late binding are there, an object ends when they
/// let go of it. Any thread may call any member.
class call_recorder
{
public:
    /// Throws hresult_error when the log cannot be opened.
    explicit call_recorder(const recorder_options& options);

    call_recorder(const call_recorder&) = delete;
    call_recorder& operator=(const call_recorder&) = delete;

    /// As end().
    ~call_recorder();

    /// An object as a client that creates it sees it.
    com_ptr<IUnknown> shown(com_ptr<IUnknown> object);

    /// Judges what the client holds and has left undone, closes the log, and reports. Objects go on to work. The second
    /// call changes nothing.
    std::vector<client_finding> end();

private:
    const std::shared_ptr<detail::recording> m_recording;
    const bool m_reports;
};

/// The agent with the recorder before it, which it keeps. Null: the agent as it is.
update_agent recorded(update_agent agent, std::shared_ptr<call_recorder> recorder);

/// With a recorder of its own, when the environment asks for one. It ends with the last copy of the agent.
update_agent recorded_as_asked(update_agent agent);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/call_recorder.ipp>
#endif
