// SPDX-License-Identifier: MIT
#pragma once

// The page with the table.

#include "verdict.hpp"
#include <wua/testing/fault_server/misbehaviour.hpp>

#include <cmath>
#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace peers
{

struct table_row
{
    const wua::misbehaviour* behaviour = nullptr;
    std::vector<finding> findings{}; // one for each program
};

struct table
{
    std::vector<std::string> programs; // with their versions
    std::vector<table_row> rows;
    std::size_t size = 0; // of the content
    long limit = 0;       // seconds

    std::size_t count(std::size_t program, verdict what) const
    {
        std::size_t sum = 0;
        for (const table_row& row : rows)
        {
            sum += row.findings.at(program).what == what ? 1U : 0U;
        }
        return sum;
    }
};

// In whole seconds, so that two runs write nearly the same page.
inline std::string text_of(const finding& found)
{
    std::string text(mark_of(found.what));
    text += found.end.exit_status ? ' ' + std::to_string(*found.end.exit_status) + ',' : ",";
    const double seconds = found.end.took.count();
    text += seconds < 0.5 ? " <1 s" : ' ' + std::to_string(std::lround(seconds)) + " s";
    return text;
}

inline void write_page(std::ostream& page, const table& all)
{
    page << "# Servers that misbehave\n\n"
            "How this library's engine and other downloaders fare with servers that are wrong, or right but unusual. "
            "`./tests/run peers`\n"
            "makes this page: each program is started anew for each misbehaviour of `wua::fault_server`, over the "
            "loopback interface,\n"
            "and is told to try five times with a second in between, to give up on three seconds without bytes, to "
            "continue what it\n"
            "has, and which authority to trust (the options are in `tests/peers/client.hpp`). It is to download one "
            "file of\n"
         << all.size << " bytes and has " << all.limit
         << " seconds. Its file and its exit status are looked at, not what it says.\n\n"
            "wua knows the file's size and SHA-256 beforehand, as an update's metadata state them; aria2c is told the "
            "SHA-256, too; curl\n"
            "and wget2 have no option for it. Where only such knowledge tells right from wrong, the name has a *.\n\n";
    constexpr verdict marks[] = {
        verdict::right, verdict::gave_up, verdict::took_it, verdict::wrong, verdict::hung, verdict::crashed};
    page << "| mark | meaning |";
    for (const std::string& program : all.programs)
    {
        page << ' ' << program << " |";
    }
    page << "\n|---|---|";
    for (std::size_t program = 0; program != all.programs.size(); ++program)
    {
        page << "--:|";
    }
    page << '\n';
    for (const verdict mark : marks)
    {
        page << "| " << mark_of(mark) << " | " << meaning_of(mark) << " |";
        for (std::size_t program = 0; program != all.programs.size(); ++program)
        {
            page << ' ' << all.count(program, mark) << " |";
        }
        page << '\n';
    }
    page << "\nBehind the mark: the exit status, and the time it took.\n\n| misbehaviour | what the server does | a "
            "right "
            "client |";
    for (const std::string& program : all.programs)
    {
        page << ' ' << program.substr(0, program.find(' ')) << " |";
    }
    page << "\n|---|---|---|";
    for (std::size_t program = 0; program != all.programs.size(); ++program)
    {
        page << "---|";
    }
    page << '\n';
    for (const table_row& row : all.rows)
    {
        std::string meaning(row.behaviour->meaning);
        if (const auto at = meaning.find("`amount`"); at != std::string::npos)
        {
            meaning.replace(at, 8, std::to_string(row.behaviour->amount));
        }
        page << "| `" << row.behaviour->name << '`' << (row.behaviour->needs_manifest ? " *" : "") << " | " << meaning
             << " | " << to_string(row.behaviour->expected) << " |";
        for (const finding& found : row.findings)
        {
            page << ' ' << text_of(found) << " |";
        }
        page << '\n';
    }
}

} // namespace peers
