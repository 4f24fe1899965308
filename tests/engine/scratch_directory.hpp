// SPDX-License-Identifier: MIT
#pragma once

// A new directory for a test, on any system.

#include <filesystem>
#include <random>
#include <string>
#include <system_error>

// Empty at first; removed at the end with everything in it.
class scratch_directory
{
public:
    scratch_directory()
    {
        std::random_device random;
        do
        {
            m_path = std::filesystem::temp_directory_path() / ("wua-scratch-" + std::to_string(random()));
        } while (!std::filesystem::create_directory(m_path));
    }

    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;

    ~scratch_directory()
    {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }

    const std::filesystem::path& path() const noexcept
    {
        return m_path;
    }

private:
    std::filesystem::path m_path;
};
