// SPDX-License-Identifier: MIT
// wua_peers PAGE REPORT [NAME...]: tests the curl engine, curl, aria2c and wget2, each in a process of its own, against
// every misbehaviour of the fault server, or those named. Writes the page with the table and the rows for the report.

#include "client.hpp"
#include "page.hpp"
#include "process.hpp"
#include "servers/nginx.hpp"
#include "verdict.hpp"
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace peers;

constexpr std::size_t content_size = 100'000;
constexpr std::chrono::seconds time_limit{30};

// Like "curl 7.88.1": the first number after a blank that the program's --version prints.
std::string with_version(const std::string& program)
{
    std::string line;
    if (std::FILE* const pipe = ::popen((program + " --version 2>/dev/null").c_str(), "r"))
    {
        std::array<char, 256> text{};
        line = std::fgets(text.data(), text.size(), pipe) == nullptr ? "" : text.data();
        ::pclose(pipe);
    }
    for (std::size_t blank = line.find(' '); blank != std::string::npos; blank = line.find(' ', blank + 1))
    {
        const auto last = line.find_first_not_of("0123456789.", blank + 1);
        if (last != blank + 1)
        {
            return program + line.substr(blank, last - blank);
        }
    }
    return program;
}

class comparison
{
public:
    explicit comparison(const std::vector<std::string>& names)
        : m_clients(all_clients(std::filesystem::canonical("/proc/self/exe").string()))
    {
        wua_test::write_file(m_folder / "ca.pem", m_authority->certificate_pem());
        wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
        hasher.update(m_content.data(), m_content.size());
        m_digest = hasher.finish().to_hex();
        m_table.size = content_size;
        m_table.limit = time_limit.count();
        m_table.programs.emplace_back("wua");
        for (std::size_t n = 1; n != m_clients.size(); ++n)
        {
            m_table.programs.push_back(with_version(m_clients[n].name));
        }
        for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
        {
            const bool is_named = std::find(names.begin(), names.end(), behaviour.name) != names.end();
            if (!names.empty() && !is_named)
            {
                continue;
            }
            if (!m_server.can_serve(behaviour))
            {
                std::printf("left out, for this machine cannot serve it: %s\n", std::string(behaviour.name).c_str());
                continue;
            }
            m_table.rows.push_back({&behaviour, std::vector<finding>(m_clients.size())});
        }
        if (m_table.rows.empty())
        {
            throw std::runtime_error("there is no such misbehaviour");
        }
    }

    const table& run()
    {
        // Most tests only wait. Those that send very much run last, so that they do not slow down the others.
        constexpr std::uint64_t much = 1U << 20U;
        std::vector<std::pair<std::size_t, std::size_t>> light;
        std::vector<std::pair<std::size_t, std::size_t>> heavy;
        for (std::size_t row = 0; row != m_table.rows.size(); ++row)
        {
            const wua::misbehaviour& behaviour = *m_table.rows[row].behaviour;
            const bool is_heavy = behaviour.amount > much && behaviour.name != "retry_after_a_year";
            for (std::size_t program = 0; program != m_clients.size(); ++program)
            {
                (is_heavy ? heavy : light).emplace_back(row, program);
            }
        }
        run(light, 24);
        run(heavy, 4);
        return m_table;
    }

private:
    void run(const std::vector<std::pair<std::size_t, std::size_t>>& pairs, std::size_t at_once)
    {
        std::atomic<std::size_t> next{0};
        std::exception_ptr failure;
        std::mutex failing;
        const auto work = [&] {
            try
            {
                for (std::size_t n = next++; n < pairs.size(); n = next++)
                {
                    meet(m_table.rows[pairs[n].first], pairs[n].second);
                }
            }
            catch (...)
            {
                const std::lock_guard lock(failing);
                failure = std::current_exception();
                next = pairs.size();
            }
        };
        std::vector<std::thread> threads;
        for (std::size_t n = 0; n != at_once; ++n)
        {
            threads.emplace_back(work);
        }
        for (std::thread& thread : threads)
        {
            thread.join();
        }
        if (failure)
        {
            std::rethrow_exception(failure);
        }
    }

    void meet(table_row& row, std::size_t program)
    {
        const wua::misbehaviour& behaviour = *row.behaviour;
        const std::string name = std::string(behaviour.name) + '.' + m_clients[program].name;
        const wua_test::temporary_folder home;
        const wua_test::temporary_folder output;
        task what{m_server.serve('/' + name, m_content, behaviour),
                  output.path(),
                  name,
                  content_size,
                  m_digest,
                  m_folder / "ca.pem"};
        finding found;
        found.end = run_within(time_limit, m_clients[program].command(what), home.path());
        found.what = judge(behaviour.expected, found.end, holds(output.path(), m_content));
        row.findings[program] = found;
    }

    const std::shared_ptr<wua::test_authority> m_authority = std::make_shared<wua::test_authority>();
    const std::string m_content = wua::patterned_bytes(content_size).str();
    wua_test::temporary_folder m_folder;
    wua::fault_server m_server{m_authority};
    std::vector<client> m_clients;
    std::string m_digest;
    table m_table;
};

// The rows of the report: how many misbehaviours our engine handles rightly, and how often it takes a wrong file for a
// success.
void write_report(const std::string& path, const table& all)
{
    const std::size_t right = all.count(0, verdict::right);
    const std::size_t wrong = all.count(0, verdict::wrong);
    std::size_t wrong_of_best = all.rows.size();
    for (std::size_t program = 1; program != all.programs.size(); ++program)
    {
        wrong_of_best = std::min(wrong_of_best, all.count(program, verdict::wrong));
    }
    std::ofstream report(path);
    report << "[{\"name\":\"http_misbehaviour\",\"ours\":" << right << ",\"reference\":" << all.rows.size()
           << ",\"reference_name\":\"misbehaviours, handled rightly\",\"ratio\":"
           << static_cast<double>(right) / static_cast<double>(all.rows.size()) << ",\"goal\":\">= 1.0\"},\n"
           << " {\"name\":\"http_wrong_files\",\"ours\":" << wrong << ",\"reference\":" << wrong_of_best
           << ",\"reference_name\":\"the best peer, wrong files reported as success\",\"ratio\":" << wrong
           << ",\"goal\":\"0\"}]\n";
    if (!report.flush())
    {
        throw std::runtime_error(path + " cannot be written");
    }
}

int compare(const std::vector<std::string>& arguments)
{
    const auto began = std::chrono::steady_clock::now();
    comparison all({arguments.begin() + 2, arguments.end()});
    const table& made = all.run();
    std::ofstream page(arguments[0]);
    write_page(page, made);
    if (!page.flush())
    {
        throw std::runtime_error(arguments[0] + " cannot be written");
    }
    write_report(arguments[1], made);
    std::printf("%-16s %6s %8s %8s %6s %5s %8s\n", "", "right", "gave up", "took it", "wrong", "hung", "crashed");
    for (std::size_t program = 0; program != made.programs.size(); ++program)
    {
        std::printf("%-16s %6zu %8zu %8zu %6zu %5zu %8zu\n", made.programs[program].c_str(),
                    made.count(program, verdict::right), made.count(program, verdict::gave_up),
                    made.count(program, verdict::took_it), made.count(program, verdict::wrong),
                    made.count(program, verdict::hung), made.count(program, verdict::crashed));
    }
    bool is_right = true;
    for (const table_row& row : made.rows)
    {
        if (row.findings[0].what != verdict::right)
        {
            is_right = false;
            std::printf("FAILED %s: %s\n", std::string(row.behaviour->name).c_str(), text_of(row.findings[0]).c_str());
        }
    }
    std::printf("%zu misbehaviours, %zu programs, %.0f s\n", made.rows.size(), made.programs.size(),
                std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    try
    {
        if (arguments.size() == 7 && arguments[0] == "--download")
        {
            return download({arguments.begin() + 1, arguments.end()});
        }
        if (arguments.size() < 2)
        {
            std::fputs("usage: wua_peers PAGE REPORT [NAME...]\n", stderr);
            return 2;
        }
        return compare(arguments);
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "wua_peers: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
