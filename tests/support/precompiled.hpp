// The precompiled header of the tests that use every room: that of the rooms, and GoogleTest's.
#pragma once
#include "server/platform/asio/precompiled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
