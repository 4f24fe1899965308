// SPDX-License-Identifier: MIT
#pragma once

// A breach of the rules by a client.

#include <string>

namespace wua
{

/// The names of all findings, and what to do about each, are in docs/windows-clients.md.
struct client_finding
{
    std::string name;   ///< "job-never-ended"
    std::string object; ///< "IDownloadJob#5", as named in the log; empty when several are concerned
    std::string text;   ///< a sentence
};

} // namespace wua
