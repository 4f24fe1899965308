// SPDX-License-Identifier: MIT
#pragma once

// Readers for the poller's outputs for other programs, as strict as possible.

#include "poller/program.hpp"

#include <sys/wait.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wua_test
{

// The Python that has jsonschema, which need not be the first one in the path; empty if there is none.
inline std::string python_with_jsonschema()
{
    for (const char* const python : {"/usr/bin/python3", "python3"})
    {
        if (std::system((std::string(python) + " -c 'import jsonschema' >/dev/null 2>&1").c_str()) == 0)
        {
            return python;
        }
    }
    return {};
}

inline ended_program validate(const std::string& python, const std::filesystem::path& lines)
{
    ended_program ended;
    const std::string output = lines.string() + ".validated";
    const int status = std::system(
        (python +
         " '" WUA_SOURCES "/tests/poller/validate_lines.py' '" WUA_SOURCES "/docs/poller-line.schema.json' <'" +
         lines.string() + "' >'" + output + "' 2>&1")
            .c_str());
    ended.status = WEXITSTATUS(status);
    ended.output = read_file(output);
    return ended;
}

// From a sample's name and labels to its value.
using samples = std::map<std::string, std::string>;

// Parses what https://prometheus.io/docs/instrumenting/exposition_formats allows, as strictly as a reader may. Throws
// std::runtime_error.
class exposition_reader
{
public:
    static samples read(const std::string& text)
    {
        exposition_reader reader;
        if (!text.ends_with('\n'))
        {
            throw std::runtime_error("the last line has no end");
        }
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
        {
            reader.m_rest = line;
            line.starts_with('#') ? reader.read_comment() : reader.read_sample();
        }
        return reader.m_samples;
    }

private:
    [[noreturn]] void fail(const std::string& what) const
    {
        throw std::runtime_error(what + " at: " + std::string(m_rest));
    }

    void expect(std::string_view text)
    {
        if (!m_rest.starts_with(text))
        {
            fail("no " + std::string(text));
        }
        m_rest.remove_prefix(text.size());
    }

    std::string read_name(std::string_view more)
    {
        const std::size_t end = m_rest.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789" + std::string(more));
        const std::string name(m_rest.substr(0, end));
        if (name.empty() || (name[0] >= '0' && name[0] <= '9'))
        {
            fail("no name");
        }
        m_rest.remove_prefix(name.size());
        return name;
    }

    // Requires HELP, then TYPE, then the samples of that metric, each once.
    void read_comment()
    {
        if (m_rest.starts_with("# HELP "))
        {
            expect("# HELP ");
            m_metric = read_name(":");
            expect(" ");
            m_type.clear();
            if (!m_metrics.insert(m_metric).second || m_rest.empty() || m_rest.find('\\') != std::string_view::npos)
            {
                fail("no help of a new metric");
            }
            return;
        }
        expect("# TYPE " + m_metric + ' ');
        m_type = m_rest;
        if ((m_type != "gauge" && m_type != "counter") || (m_type == "counter") != m_metric.ends_with("_total"))
        {
            fail("no type that fits the name");
        }
    }

    void read_sample()
    {
        const std::string_view whole = m_rest;
        if (read_name(":") != m_metric || m_type.empty())
        {
            fail("a sample of another metric");
        }
        expect("{");
        std::set<std::string> names;
        for (bool is_first = true; !m_rest.starts_with('}'); is_first = false)
        {
            if (!is_first)
            {
                expect(",");
            }
            if (!names.insert(read_name("")).second)
            {
                fail("a label again");
            }
            expect("=\"");
            while (!m_rest.starts_with('"'))
            {
                if (m_rest.empty() || (m_rest[0] == '\\' && m_rest.find_first_of("\\\"n", 1) != 1))
                {
                    fail("a value that does not end or is escaped wrongly");
                }
                m_rest.remove_prefix(m_rest[0] == '\\' ? 2 : 1);
            }
            expect("\"");
        }
        expect("} ");
        char* end = nullptr;
        const std::string number(m_rest);
        const double value = std::strtod(number.c_str(), &end);
        if (number.empty() || *end != '\0' || value < 0)
        {
            fail("no number");
        }
        const std::string_view name = whole.substr(0, whole.size() - number.size() - 1);
        if (!m_samples.emplace(name, number).second)
        {
            fail("a sample again");
        }
    }

    std::string_view m_rest;
    std::string m_metric;
    std::string m_type;
    std::set<std::string> m_metrics;
    samples m_samples;
};

} // namespace wua_test
