// SPDX-License-Identifier: MIT
#pragma once

// The files to download.

#include "process.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace bench
{

struct workload
{
    std::string name;
    std::size_t count = 0;
    std::uint64_t size = 0; // bytes of each file

    double megabytes() const
    {
        return static_cast<double>(count) * static_cast<double>(size) / 1e6;
    }
};

// The files of a workload in a web server's folder, and the lists that tell each program of them.
class prepared_files
{
public:
    // Puts below `lists`: urls, curl.config and manifest (lines of URL, name, size and digest).
    prepared_files(const workload& work, const std::filesystem::path& root, const std::vector<std::string>& places,
                   std::filesystem::path lists)
        : m_root(root),
          m_lists(std::move(lists))
    {
        std::filesystem::create_directories(m_lists);
        fill(work);
        run_measured("cd " + m_root.string() + " && sha256sum f* >" + (m_lists / "sums").string());
        std::ofstream urls(m_lists / "urls");
        std::ofstream config(m_lists / "curl.config");
        std::ofstream manifest(m_lists / "manifest");
        std::ifstream sums(m_lists / "sums");
        std::string digest;
        for (std::string name; sums >> digest >> name;)
        {
            std::string all;
            for (const std::string& place : places)
            {
                urls << (all.empty() ? "" : "\t") << place << name; // aria2c's format
                all += (all.empty() ? "" : "|") + place + name;
            }
            urls << '\n';
            const std::string& url = places.front();
            config << "url = \"" << url << name << "\"\noutput = \"" << name << "\"\n";
            manifest << all << ' ' << name << ' ' << work.size << ' ' << digest << '\n';
        }
    }

    prepared_files(const prepared_files&) = delete;
    prepared_files& operator=(const prepared_files&) = delete;

    ~prepared_files()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_root, ignored);
        std::filesystem::create_directory(m_root, ignored);
    }

    const std::filesystem::path& lists() const noexcept
    {
        return m_lists;
    }
    const std::filesystem::path& root() const noexcept
    {
        return m_root;
    }

    // Throws unless the folder contains exactly these files, with the right content.
    void check(const std::filesystem::path& output) const
    {
        run_measured("diff -r --brief " + m_root.string() + ' ' + output.string());
    }

private:
    void fill(const workload& work) const
    {
        std::mt19937_64 random(work.count);
        std::vector<std::uint64_t> block(std::size_t{1} << 15U);
        for (std::size_t i = 0; i != work.count; ++i)
        {
            std::ofstream file(m_root / ("f" + std::to_string(i)), std::ios::binary);
            for (std::uint64_t written = 0; written != work.size;)
            {
                const std::uint64_t part = std::min<std::uint64_t>(block.size() * 8, work.size - written);
                std::generate_n(block.begin(), (part + 7) / 8, std::ref(random));
                file.write(reinterpret_cast<const char*>(block.data()), static_cast<std::streamsize>(part));
                written += part;
            }
            if (!file.flush())
            {
                throw std::runtime_error("no room for the files to download");
            }
        }
    }

    const std::filesystem::path m_root;
    const std::filesystem::path m_lists;
};

} // namespace bench
