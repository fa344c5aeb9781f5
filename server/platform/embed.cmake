# greffe_embed(NAME NAMESPACE ns OUTPUT stem FILES files… [CONSTANTS])
# Turns text files into a generated header and source, so that a binary needs nothing beside it.
#   default:   a table `files()` of {name (without folder), text}, sorted by name
#   CONSTANTS: one `extern const query NAME` a file (a .sql file's name = its constant = its metric label)
# Sets greffe_embedded_NAME to the generated source in the caller's scope.
function(greffe_embed name)
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed_files.cmake)
  cmake_parse_arguments(embed "CONSTANTS" "NAMESPACE;OUTPUT" "FILES" ${ARGN})
  set(stem ${CMAKE_BINARY_DIR}/generated/${embed_OUTPUT})
  add_custom_command(
    OUTPUT ${stem}.hpp ${stem}.cpp
    COMMAND ${CMAKE_COMMAND} "-DSTEM=${stem}" "-DINCLUDE=${embed_OUTPUT}.hpp" "-DNAMESPACE=${embed_NAMESPACE}"
            "-DCONSTANTS=${embed_CONSTANTS}" "-DFILES=${embed_FILES}" -P ${script}
    DEPENDS ${embed_FILES} ${script}
    VERBATIM)
  set(greffe_embedded_${name} ${stem}.cpp ${stem}.hpp PARENT_SCOPE)
endfunction()
