// SPDX-License-Identifier: MIT
#pragma once

// What a client did against the rules.

#include <string>

namespace wua
{

/// The names of all findings, and what to do about each, are in docs/windows-clients.md.
struct client_finding
{
    std::string name;   ///< "job-never-ended"
    std::string object; ///< "IDownloadJob#5", as the log names it; empty when it is about several
    std::string text;   ///< a sentence
};

} // namespace wua
