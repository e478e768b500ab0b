# What an administrator does on pages that Redmine's API does not have: one wish a request, as JSON.
require 'json'

module Control
  module_function

  def call(env)
    wish = JSON.parse(env['rack.input'].read)
    answer = ActiveRecord::Base.connection_pool.with_connection { send(wish.delete('wish'), **wish.transform_keys(&:to_sym)) }
    [200, { 'Content-Type' => 'application/json' }, [JSON.generate(answer)]]
  end

  def project(identifier:)
    Prepare.project(identifier)
    {}
  end

  # Takes permissions from the role of our account, or gives them.
  def permissions(take: [], give: [])
    role = Role.find_by!(name: 'Manager')
    role.remove_permission!(*take.map(&:to_sym)) if take.any?
    role.add_permission!(*give.map(&:to_sym)) if give.any?
    {}
  end

  def member(identifier:, is:)
    project = Project.find(identifier)
    lanekeeper = User.find_by_login('lanekeeper')
    project.members.where(user_id: lanekeeper.id).destroy_all
    Member.create_principal_memberships(lanekeeper, project_id: project.id, role_ids: [Role.find_by!(name: 'Manager').id]) if is
    {}
  end

  # Makes the custom field a required one.
  def required(is:)
    IssueCustomField.find_by!(name: 'Lanekeeper').update!(is_required: is)
    {}
  end

  # Lets our account set tickets from one status to another, or not.
  def transition(from:, to:, allowed:)
    role = Role.find_by!(name: 'Manager')
    old_status, new_status = [from, to].map { |name| IssueStatus.find_by!(name: name) }
    Tracker.all.each do |tracker|
      all = WorkflowTransition.where(tracker: tracker, role: role, old_status: old_status, new_status: new_status)
      all.delete_all
      WorkflowTransition.create!(tracker: tracker, role: role, old_status: old_status, new_status: new_status) if allowed
    end
    {}
  end

  # What people see of a text.
  def rendered(id:, formatting: 'textile')
    Setting.text_formatting = formatting
    html = ApplicationController.helpers.textilizable(Issue.find(id), :description, only_path: true)
    { html: html }
  ensure
    Setting.text_formatting = 'textile'
  end
end
