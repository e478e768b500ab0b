# Redmine as Debian installs it, prepared in the process that serves it: Rails starts only once.
require File.join(ENV.fetch('LANEKEEPER_REDMINE_HOME'), 'config/environment')
require File.expand_path('prepare.rb', __dir__)
require File.expand_path('control.rb', __dir__)

Prepare.run
map('/test-control') { run Control }
map('/') { run Rails.application }
