# Brings a fresh Redmine to what the tests expect, and says the keys of its people.
require 'json'

module Prepare
  module_function

  def run
    Setting.rest_api_enabled = '1'
    Setting.default_language = 'en'
    # Nobody reads mails of a test; making them takes longer than the ticket.
    Setting.notified_events = []
    Redmine::DefaultData::Loader.load('en') if Redmine::DefaultData::Loader.no_data?
    admin = User.find_by_login('admin')
    admin.update_columns(must_change_passwd: false)
    people = %w[lanekeeper ada].to_h { |login| [login, person(login)] }
    field = IssueCustomField.create!(name: 'Lanekeeper', field_format: 'string', is_for_all: true, is_filter: true,
                                     trackers: Tracker.all, visible: true)
    JSON.parse(ENV.fetch('LANEKEEPER_REDMINE_PROJECTS')).each { |identifier| project(identifier) }
    File.write(ENV.fetch('LANEKEEPER_REDMINE_READY'), JSON.generate(
      version: Redmine::VERSION.to_s,
      keys: { admin: admin.api_key, bot: people['lanekeeper'].api_key, ada: people['ada'].api_key },
      field: field.id,
    ))
  end

  def person(login)
    user = User.new(firstname: login.capitalize, lastname: 'Acme', mail: "#{login}@acme.example", language: 'en')
    user.login = login
    user.password = user.password_confirmation = SecureRandom.hex(16)
    user.mail_notification = 'none'
    user.save!
    user
  end

  # With every tracker; Lanekeeper manages it, Ada develops in it.
  def project(identifier)
    project = Project.create!(identifier: identifier, name: identifier.capitalize, is_public: false,
                              trackers: Tracker.all, enabled_module_names: ['issue_tracking'])
    { 'lanekeeper' => 'Manager', 'ada' => 'Developer' }.each do |login, role|
      Member.create_principal_memberships(User.find_by_login(login), project_id: project.id,
                                                                     role_ids: [Role.find_by!(name: role).id])
    end
  end
end
